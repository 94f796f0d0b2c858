package io.github.camelconduit.kinesis.examples.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the code blocks of a page in AsciiDoc or Markdown: those with delimiters, and indented ones, which
 * are commands in Markdown and have no language in AsciiDoc.
 */
final class BlockReader {

    private static final Pattern SOURCE = Pattern.compile("\\[source[^,\\]]*(?:,\\s*([\\w-]+))?.*]");
    private static final Pattern TITLE = Pattern.compile("\\.(?![. ]).+");
    private static final Pattern DELIMITER = Pattern.compile("-{4,}|\\.{4,}");
    private static final Pattern FENCE = Pattern.compile("( *)```+ *([\\w-]*).*");
    private static final Pattern LIST_ITEM = Pattern.compile("\\s*([-*.]+ |\\d+\\. |\\|).*");

    private final String page;
    private final List<String> lines;
    private final boolean markdown;
    private final List<Block> blocks = new ArrayList<>();
    private int at;
    private String language = "";
    private String title = "";

    private BlockReader(String page, String text) {
        this.page = page;
        lines = text.lines().toList();
        markdown = page.endsWith(".md");
    }

    static List<Block> blocks(String page, String text) {
        BlockReader reader = new BlockReader(page, text);
        while (reader.at < reader.lines.size()) {
            reader.readLine();
        }
        return reader.blocks;
    }

    private void readLine() {
        String line = lines.get(at);
        Matcher fence = FENCE.matcher(line);
        Matcher source = SOURCE.matcher(line);
        if (fence.matches()) {
            language = fence.group(2);
            readUntil("```", fence.group(1).length());
        } else if (isIndentedBlock(line)) {
            readIndented();
        } else if (!markdown && DELIMITER.matcher(line).matches()) {
            readUntil(line, 0);
        } else if (!markdown && source.matches()) {
            language = source.group(1) == null ? "" : source.group(1);
            at++;
        } else if (!markdown && TITLE.matcher(line).matches()) {
            title = line.substring(1);
            at++;
        } else {
            forget();
            at++;
        }
    }

    private void readUntil(String delimiter, int indent) {
        int first = ++at;
        List<String> text = new ArrayList<>();
        while (at < lines.size() && !lines.get(at).strip().equals(delimiter)) {
            String line = lines.get(at++);
            text.add(line.substring(Math.min(indent, line.length())));
        }
        at++;
        add(first, text);
    }

    private boolean isIndentedBlock(String line) {
        boolean begins = at == 0 || lines.get(at - 1).isBlank();
        String indent = markdown ? "    " : " ";
        return begins
                && line.startsWith(indent)
                && !line.isBlank()
                && !LIST_ITEM.matcher(line).matches()
                && !isInList();
    }

    /** What is indented there goes on with the item. */
    private boolean isInList() {
        for (int i = at - 1; i >= 0; i--) {
            String line = lines.get(i);
            if (!line.isBlank()) {
                if (LIST_ITEM.matcher(line).matches()) {
                    return true;
                }
                if (!line.startsWith(" ")) {
                    return false;
                }
            }
        }
        return false;
    }

    private void readIndented() {
        int first = at;
        List<String> text = new ArrayList<>();
        while (at < lines.size() && lines.get(at).startsWith(" ")) {
            text.add(lines.get(at++).strip());
        }
        language = markdown ? "bash" : "";
        add(first, text);
    }

    private void add(int first, List<String> text) {
        blocks.add(new Block(page, first + 1, title, language, String.join("\n", text)));
        forget();
    }

    private void forget() {
        language = "";
        title = "";
    }
}
