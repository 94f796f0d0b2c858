package io.github.camelconduit.kinesis.examples.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The files of the project: its modules, its pages, and what its pages may quote. */
final class Project {

    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    static final String VERSION = System.getProperty("project.version");

    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
    private static final Pattern TEST = Pattern.compile("(.*/)?src/test/.*\\.java");
    private static final Pattern RESOURCE = Pattern.compile(".*\\.(yaml|yml|xml|properties|json|ftl)");
    /** These tests hold blocks that are wrong. */
    private static final String OWN =
            "src/test/java/" + Project.class.getPackageName().replace('.', '/');
    /** What its framework reads by itself. */
    private static final Pattern APPLICATION =
            Pattern.compile("(.*/)?src/(main|test)/resources/application[^/]*\\.(properties|yaml|yml)");

    /** The folders of the modules that the build has, as seen from the project's. */
    private final Set<String> modules = new TreeSet<>();

    private final List<String> files = new ArrayList<>();
    private final List<List<String>> quotable = new ArrayList<>();
    private final StringBuilder tests = new StringBuilder();
    private final StringBuilder poms = new StringBuilder();

    Project() {
        addModules("");
        findFiles();
        files.stream().filter(TEST.asMatchPredicate()).forEach(file -> tests.append(read(file)));
        files.stream()
                .filter(this::isUsed)
                .forEach(file -> quotable.add(read(file).lines().toList()));
    }

    private void addModules(String folder) {
        String pom = read(folder + "pom.xml");
        poms.append(pom);
        MODULE.matcher(pom).results().forEach(found -> {
            String module = folder + found.group(1);
            if (modules.add(module)) {
                addModules(module + "/");
            }
        });
    }

    private void findFiles() {
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = folder.getFileName().toString();
                    boolean built = name.equals("target") || name.equals("node_modules");
                    boolean hidden = name.startsWith(".") && !folder.equals(ROOT);
                    return built || hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(ROOT.relativize(file).toString().replace('\\', '/'));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the build compiles it, builds by it, or runs it in a test: what no test names may say anything. */
    private boolean isUsed(String file) {
        if (file.equals("pom.xml")) {
            return true;
        }
        if (modules.stream().noneMatch(module -> file.startsWith(module + "/")) || file.contains(OWN)) {
            return false;
        }
        String name = file.substring(file.lastIndexOf('/') + 1);
        if (file.endsWith(".java")) {
            return file.contains("/src/");
        }
        return name.equals("pom.xml")
                || APPLICATION.matcher(file).matches()
                || RESOURCE.matcher(file).matches() && tests.indexOf(name) >= 0;
    }

    static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pages: all text for readers that the project has. */
    List<String> pages() {
        return files.stream()
                .filter(file -> file.endsWith(".adoc") || file.endsWith(".md"))
                .filter(file -> !file.contains("src/test/"))
                .sorted()
                .toList();
    }

    List<Block> blocks() {
        return pages().stream()
                .flatMap(page -> BlockReader.blocks(page, read(page)).stream())
                .toList();
    }

    boolean hasModule(String folder) {
        return modules.contains(folder);
    }

    /** Whether a file of this name is there, or a folder. */
    boolean hasFile(String file) {
        return Files.exists(ROOT.resolve(file));
    }

    /** Whether there is a Java class of this name in the sources of any module. */
    boolean hasClass(String name) {
        return files.stream().anyMatch(file -> file.endsWith("/" + name + ".java"));
    }

    /** Whether a test or a source in Java has this text. */
    boolean isInTests(String text) {
        return tests.indexOf(text) >= 0;
    }

    /** Whether a pom of the build has this text. */
    boolean isInPoms(String text) {
        return poms.indexOf(text) >= 0;
    }

    /** Whether these are lines of a file that is used, one after the other, but for what all are indented more. */
    boolean quotes(List<String> lines) {
        return quotable.stream().anyMatch(file -> contains(file, lines));
    }

    private static boolean contains(List<String> file, List<String> lines) {
        return IntStream.rangeClosed(0, file.size() - lines.size())
                .anyMatch(first -> file.get(first).endsWith(lines.get(0)) && isAt(first, file, lines));
    }

    private static boolean isAt(int first, List<String> file, List<String> lines) {
        String indent = " ".repeat(file.get(first).length() - lines.get(0).length());
        return IntStream.range(0, lines.size()).allMatch(i -> {
            String line = lines.get(i);
            return file.get(first + i).equals(line.isEmpty() ? line : indent + line);
        });
    }
}
