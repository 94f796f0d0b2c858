package io.github.camelconduit.kinesis.examples.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles blocks in Java, all at once. A block is a class, the members of one, or statements, which become a
 * {@link Snippet}. Each stands in a package of its own, with what {@link #IMPORTS} imports.
 */
final class JavaBlocks {

    /** What readers' editors would add. A block that needs more has the import itself. */
    private static final String IMPORTS = List.of(
                    "java.io.*",
                    "java.net.URI",
                    "java.nio.charset.StandardCharsets",
                    "java.time.*",
                    "java.util.*",
                    "java.util.function.Function",
                    "org.apache.camel.*",
                    "org.apache.camel.builder.*",
                    "org.apache.camel.builder.endpoint.*",
                    "org.apache.camel.processor.aggregate.*",
                    "org.apache.camel.support.processor.state.*",
                    "io.github.camelconduit.kinesis.*",
                    "io.github.camelconduit.kinesis.dsl.endpoint.*",
                    "io.github.camelconduit.kinesis.dsl.endpoint.ConduitKinesisEndpointBuilderFactory.*",
                    "io.github.camelconduit.kinesis.dynamodb.*",
                    "io.github.camelconduit.kinesis.embedded.*",
                    "io.github.camelconduit.kinesis.embedded.fault.*",
                    "io.github.camelconduit.kinesis.fanout.PositionReset",
                    "io.github.camelconduit.kinesis.position.*",
                    "io.github.camelconduit.kinesis.publish.*",
                    "org.junit.jupiter.api.Test",
                    "org.junit.jupiter.api.extension.*",
                    "software.amazon.awssdk.auth.credentials.*",
                    "software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient",
                    "software.amazon.awssdk.regions.Region",
                    "software.amazon.awssdk.services.kinesis.KinesisAsyncClient",
                    "static org.junit.jupiter.api.Assertions.*")
            .stream()
            .map(name -> "import " + name + ";")
            .collect(Collectors.joining(" "));

    private static final Pattern CLASS =
            Pattern.compile("^(?:public |final |abstract )*class (\\w+)", Pattern.MULTILINE);
    private static final Pattern MEMBER =
            Pattern.compile("^(@|public |private |protected |static )", Pattern.MULTILINE);
    private static final Pattern ROUTES =
            Pattern.compile("^(from|onException|errorHandler|rest)\\(", Pattern.MULTILINE);

    private final Path folder;
    private final Path output;
    private final Map<Block, String> classNames = new HashMap<>();
    private final Map<Block, String> failures = new HashMap<>();
    private final URLClassLoader loader;

    /** @param folder for what the blocks become, and for the files they read and write */
    JavaBlocks(List<Block> blocks, Path folder) {
        this.folder = folder;
        output = folder.resolve("classes");
        Map<Source, Block> sources = new LinkedHashMap<>();
        for (Block block : blocks) {
            Source source = source(block, "page" + sources.size());
            sources.put(source, block);
            classNames.put(block, source.className);
        }
        compile(sources);
        try {
            loader = new URLClassLoader(
                    new URL[] {output.toUri().toURL()}, getClass().getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The class that the block became. */
    Class<?> of(Block block) throws ClassNotFoundException {
        String failure = failures.get(block);
        if (failure != null) {
            throw new AssertionError(
                    "No file that the build uses has these lines, and they do not compile:\n" + failure + block.text());
        }
        return loader.loadClass(classNames.get(block));
    }

    static boolean hasRoutes(Block block) {
        return ROUTES.matcher(block.text()).find();
    }

    /** What does not compile keeps the rest from being written: the rest is compiled again. */
    private void compile(Map<Source, Block> sources) {
        List<Source> left = new ArrayList<>(sources.keySet());
        boolean failed = true;
        while (failed && !left.isEmpty()) {
            failed = false;
            for (Diagnostic<? extends JavaFileObject> problem : errors(left)) {
                failed = true;
                Source at = (Source) problem.getSource();
                failures.merge(sources.get(at), problem.getMessage(null) + "\n", String::concat);
                left.remove(at);
            }
        }
    }

    private List<Diagnostic<? extends JavaFileObject>> errors(List<Source> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try {
            Files.createDirectories(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> options =
                List.of("-d", output.toString(), "-cp", classPath, "-proc:none", "--release", "17", "-Xlint:none");
        compiler.getTask(null, null, problems, options, null, sources).call();
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }

    private Source source(Block block, String name) {
        Matcher declared = CLASS.matcher(block.text());
        String head = "package " + name + "; " + IMPORTS + " ";
        if (declared.find()) {
            return new Source(name, declared.group(1), head + "\n" + block.textFor(folder));
        }
        String snippet = head + "public class Block extends " + Snippet.class.getName() + " { ";
        String method =
                hasRoutes(block) ? "@Override public void configure()" : "@Override protected void statements()";
        String text = MEMBER.matcher(block.text()).find()
                ? "\n" + block.textFor(folder) + "\n"
                : method + " throws Exception {\n" + block.textFor(folder) + "\n}";
        return new Source(name, "Block", snippet + text + "}");
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String className;
        private final String text;

        private Source(String packageName, String name, String text) {
            super(URI.create("memory:///" + packageName + "/" + name + ".java"), Kind.SOURCE);
            this.className = packageName + "." + name;
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
