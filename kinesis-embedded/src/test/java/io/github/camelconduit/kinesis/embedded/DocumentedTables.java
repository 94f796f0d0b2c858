package io.github.camelconduit.kinesis.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of this module's page in the documentation. */
final class DocumentedTables {

    private static final Path PAGE = Path.of("..", "src", "main", "docs", "kinesis-embedded.adoc");

    private DocumentedTables() {}

    /** The rows of a table that stands between two comments; by the first cell, each cell without its code marks. */
    static Map<String, List<String>> rows(String table) {
        String page;
        try {
            page = Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String body = page.substring(page.indexOf("// " + table + ": begin"), page.indexOf("// " + table + ": end"));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String row : body.split("\n\n")) {
            List<String> cells = new ArrayList<>();
            for (String line : row.split("\n")) {
                if (line.startsWith("|") && !line.startsWith("|===")) {
                    cells.add(line.substring(1).replace("`", "").replace("{empty}", ""));
                }
            }
            if (cells.size() > 1 && row.trim().startsWith("|`")) {
                rows.put(cells.get(0), cells);
            }
        }
        return rows;
    }
}
