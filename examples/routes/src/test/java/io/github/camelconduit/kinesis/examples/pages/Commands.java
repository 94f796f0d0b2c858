package io.github.camelconduit.kinesis.examples.pages;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Checks commands for a shell: that every script, module, test, profile, file and option that they name is there. They
 * start in the project's folder, and {@code cd} leads from there for the rest of them. What is asked of the embedded
 * server's administration is asked of one.
 */
final class Commands {

    private static final Pattern ASSIGNMENT = Pattern.compile("\\w+=.*", Pattern.DOTALL);
    private static final Pattern DEPENDENCY = Pattern.compile("--dep=mvn:io\\.github\\.camel-conduit:([\\w-]+):(.+)");
    private static final Set<String> HARMLESS = Set.of("grep", "jq", "tail", "head", "sort", "mkdir");
    private static final Set<String> MAVEN_FLAGS = Set.of("-q", "-B", "-ntp", "-am", "-o", "-U", "-e", "-T1C");
    private static final Set<String> PHASES =
            Set.of("clean", "compile", "test", "package", "verify", "install", "deploy");
    private static final Set<String> MAVEN_PROPERTIES = Set.of(
            "skipTests",
            "skipITs",
            "surefire.failIfNoSpecifiedTests",
            "failsafe.failIfNoSpecifiedTests",
            "altDeploymentRepository");
    private static final String BENCHMARKS = "benchmarks/src/main/java/io/github/camelconduit/kinesis/benchmark/";
    private static final String CAMEL_MAIN = "org.apache.camel.main.Main";
    private static final String QUICKSTART =
            "examples/routes/src/main/java/io/github/camelconduit/kinesis/examples/quickstart/QuickstartOptions.java";
    private static final String SERVER_ARGUMENTS =
            "kinesis-embedded/src/main/java/io/github/camelconduit/kinesis/embedded/cli/Arguments.java";

    private final Project project;

    Commands(Project project) {
        this.project = project;
    }

    /** Whether a piece of text inside a sentence is a command that is checked here. */
    static boolean isCommand(String text) {
        return text.matches("(JAVA_HOME=\\S.*\\s)?(\\./mvnw|\\./quickstart|benchmarks/run|integration-tests/run) .*");
    }

    void check(String script) {
        String folder = "";
        List<List<String>> requests = new ArrayList<>();
        for (List<String> command : ShellWords.commands(script)) {
            List<String> words = command.stream()
                    .dropWhile(
                            word -> word.equals("$") || ASSIGNMENT.matcher(word).matches())
                    .toList();
            if (words.isEmpty()) {
                continue;
            }
            List<String> arguments = words.subList(1, words.size());
            switch (words.get(0)) {
                case "./mvnw" -> {
                    assertThat(folder).as("the folder of ./mvnw").isEmpty();
                    maven(arguments);
                }
                case "./quickstart" -> options(arguments, QUICKSTART, folder.isEmpty());
                case "java" -> java(folder, arguments);
                case "curl" -> requests.add(arguments);
                case "cd" -> {
                    folder = folder + arguments.get(0) + "/";
                    assertExists(folder);
                }
                case "cp" -> allExist(folder, arguments.subList(0, arguments.size() - 1));
                case "camel" -> camelRun(folder, arguments);
                case "kubectl" -> kubectl(folder, arguments);
                case "docker" -> docker(folder, arguments);
                default -> script(folder, words);
            }
        }
        requests(requests);
    }

    private void script(String folder, List<String> words) {
        String name = words.get(0);
        if (HARMLESS.contains(name)) {
            return;
        }
        Path file = Project.ROOT.resolve(folder + name);
        assertThat(name.contains("/") && Files.isExecutable(file))
                .as("%s is a script of the project", name)
                .isTrue();
        if (name.equals("benchmarks/run")) {
            assertExists(BENCHMARKS + words.get(1) + ".java");
        } else if (name.equals("integration-tests/run")) {
            tests(words.get(1));
            words.stream().skip(2).forEach(this::mavenProperty);
        }
    }

    private void maven(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-pl")) {
                for (String module : arguments.get(++i).split(",")) {
                    assertThat(project.hasModule(module)).as("module " + module).isTrue();
                }
            } else if (argument.startsWith("-P")) {
                String profile = argument.substring(2);
                assertThat(project.isInPoms("<id>" + profile + "</id>"))
                        .as("profile " + profile)
                        .isTrue();
            } else if (argument.startsWith("-D")) {
                mavenProperty(argument);
            } else if (argument.contains(":")) {
                plugin(argument);
            } else {
                assertThat(MAVEN_FLAGS.contains(argument) || PHASES.contains(argument))
                        .as("%s is a phase, or a flag that is known here", argument)
                        .isTrue();
            }
        }
    }

    private void plugin(String goal) {
        String prefix = goal.substring(0, goal.indexOf(':'));
        assertThat(project.isInPoms(prefix + "-maven-plugin</artifactId>")
                        || project.isInPoms("maven-" + prefix + "-plugin</artifactId>"))
                .as("plugin of %s", goal)
                .isTrue();
    }

    private void mavenProperty(String argument) {
        assertThat(argument).startsWith("-D");
        String name = argument.replaceFirst("-D([^=]+).*", "$1");
        if (name.equals("test") || name.equals("it.test")) {
            tests(argument.substring(argument.indexOf('=') + 1));
        } else {
            assertThat(MAVEN_PROPERTIES.contains(name)
                            || project.isInTests('"' + name + '"')
                            || project.isInPoms(name)
                            || name.startsWith("quarkus."))
                    .as("property %s is asked for somewhere", name)
                    .isTrue();
        }
    }

    private void tests(String names) {
        for (String name : names.split(",")) {
            assertThat(name.equals("None") || project.hasClass(name))
                    .as("test " + name)
                    .isTrue();
        }
    }

    private void java(String folder, List<String> arguments) {
        if (arguments.contains("-cp")) {
            mainClass(folder, arguments);
            return;
        }
        int jar = arguments.indexOf("-jar") + 1;
        assertThat(jar).as("-jar").isPositive();
        String path = folder + arguments.get(jar);
        Matcher named = Pattern.compile("(?:.*/)?([a-z-]+)-" + Pattern.quote(Project.VERSION) + "(-[a-z]+)?\\.jar")
                .matcher(path);
        if (named.matches()) {
            assertThat(project.isInPoms("<artifactId>" + named.group(1) + "</artifactId>"))
                    .as("module of " + path)
                    .isTrue();
        } else {
            assertThat(path).contains("/target/");
            String module = path.substring(0, path.indexOf("/target/"));
            assertThat(project.hasModule(module)).as("module " + module).isTrue();
        }
        if (path.contains("kinesis-embedded")) {
            options(arguments.subList(jar + 1, arguments.size()), SERVER_ARGUMENTS, true);
        }
    }

    private void mainClass(String folder, List<String> arguments) {
        int path = arguments.indexOf("-cp") + 1;
        for (String element : arguments.get(path).split(":")) {
            if (element.contains("target/")) {
                String module = (folder + element).replaceFirst("/target/.*", "");
                assertThat(project.hasModule(module)).as("module " + module).isTrue();
            }
        }
        arguments.subList(0, path - 1).forEach(property -> routes(folder, property));
        List<String> started = arguments.subList(path + 1, arguments.size());
        assertThat(started.get(0)).isEqualTo(CAMEL_MAIN);
        if (started.size() > 1) {
            assertThat(started.get(1)).isEqualTo("-r");
            for (String route : started.get(2).split(",")) {
                assertExists("examples/routes/src/main/java/" + route.replace('.', '/') + ".java");
            }
        }
    }

    private void routes(String folder, String property) {
        assertThat(property).startsWith("-Dcamel.main.routesIncludePattern=");
        for (String file : property.substring(property.indexOf('=') + 1).split(",")) {
            assertThat(file).startsWith("file:");
            assertExists(folder + file.substring("file:".length()));
        }
    }

    private static void options(List<String> arguments, String source, boolean atHome) {
        assertThat(atHome).as("started in the project's folder").isTrue();
        String known = Project.read(source);
        arguments.stream().filter(argument -> argument.startsWith("--")).forEach(option -> assertThat(known)
                .contains('"' + option + '"'));
    }

    private void camelRun(String folder, List<String> arguments) {
        assertThat(arguments.get(0)).isEqualTo("run");
        assertThat(arguments).anyMatch(argument -> argument.startsWith("--camel-version="));
        for (String argument : arguments.subList(1, arguments.size())) {
            Matcher dependency = DEPENDENCY.matcher(argument);
            if (dependency.matches()) {
                assertThat(project.isInPoms("<artifactId>" + dependency.group(1) + "</artifactId>"))
                        .isTrue();
                assertThat(dependency.group(2)).isEqualTo(Project.VERSION);
            } else if (argument.startsWith("--camel-version=")) {
                assertThat(project.isInPoms("<camel.version>" + argument.substring(argument.indexOf('=') + 1) + "<"))
                        .as("%s is the Camel of the build", argument)
                        .isTrue();
            } else {
                assertExists(folder + argument);
            }
        }
    }

    private void kubectl(String folder, List<String> arguments) {
        assertThat(arguments.get(0)).isEqualTo("apply");
        for (int i = 1; i < arguments.size(); i += 2) {
            assertThat(arguments.get(i)).isEqualTo("-f");
            assertExists(folder + arguments.get(i + 1));
        }
    }

    private void docker(String folder, List<String> arguments) {
        assertThat(arguments).startsWith("compose", "-f");
        assertExists(folder + arguments.get(2));
    }

    /** All of a block, one after the other, to one server: what follows may need what was done before. */
    private void requests(List<List<String>> requests) {
        if (requests.isEmpty()) {
            return;
        }
        try (EmbeddedKinesis kinesis = EmbeddedKinesis.builder().rules(Rules.fast()).stream("orders", 1)
                .start()) {
            for (List<String> arguments : requests) {
                CurlRequest request = CurlRequest.parse(arguments);
                if (request.path().startsWith("/_admin/")) {
                    assertThat(request.sendTo(kinesis.endpoint()))
                            .as("status of %s", request)
                            .isBetween(200, 299);
                } else if (!project.isInTests(request.path())) {
                    fail("No test asks for %s.", request.path());
                }
            }
        }
    }

    private void allExist(String folder, List<String> files) {
        files.forEach(file -> assertExists(folder + file));
    }

    private void assertExists(String file) {
        assertThat(project.hasFile(file)).as("%s is there", file).isTrue();
    }
}
