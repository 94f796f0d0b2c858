package io.github.camelconduit.kinesis.examples.pages;

import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Properties;

import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.Main;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs blocks: starts their routes, executes their statements and tests, binds their properties. */
final class RunBlocks {

    private static final String STARTED_ROUTE = """
            - route:
                id: orders
                from:
                  uri: conduit-kinesis:orders
                  steps:
                    - to: log:orders
            """;

    private final LocalServices services;
    private final Path folder;

    RunBlocks(LocalServices services, Path folder) {
        this.services = services;
        this.folder = folder;
    }

    /** A class that is neither routes nor a test is compiled, and that is all. */
    void java(Block block, Class<?> type) throws Exception {
        if (Snippet.class.isAssignableFrom(type) && block.text().contains("@Test")) {
            runTests(type);
        } else if (Snippet.class.isAssignableFrom(type)) {
            Snippet snippet = (Snippet) instance(type);
            try (PageContext run = PageContext.of(services, folder)) {
                snippet.prepare(run.context(), services.kinesis());
                if (JavaBlocks.hasRoutes(block)) {
                    startRoutes(run, snippet);
                } else {
                    run.load("orders.yaml", STARTED_ROUTE);
                    run.context().start();
                    snippet.runStatements();
                }
            }
        } else if (RoutesBuilder.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
            try (PageContext run = PageContext.of(services, folder)) {
                startRoutes(run, (RoutesBuilder) instance(type));
            }
        }
    }

    private static Object instance(Class<?> type) throws ReflectiveOperationException {
        return type.getDeclaredConstructor().newInstance();
    }

    private static void startRoutes(PageContext run, RoutesBuilder routes) throws Exception {
        run.context().addRoutes(routes);
        assertThat(run.context().getRouteDefinitions()).as("routes").isNotEmpty();
        run.context().start();
    }

    private static void runTests(Class<?> type) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(type))
                                .build(),
                        listener);
        assertThat(listener.getSummary().getFailures())
                .allSatisfy(failure -> assertThat(failure.getException()).doesNotThrowAnyException());
        assertThat(listener.getSummary().getTestsSucceededCount())
                .as("tests run")
                .isPositive();
    }

    /** Routes in YAML or XML. */
    void routes(Block block) throws Exception {
        try (PageContext run = PageContext.of(services, folder)) {
            run.load("block." + block.language(), block.textFor(folder));
            assertThat(run.context().getRouteDefinitions())
                    .as("routes of what no file has")
                    .isNotEmpty();
            run.context().start();
        }
    }

    /** Properties of Camel and its components, as camel-main binds them: one that it does not know is an error. */
    void properties(Properties properties) throws Exception {
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.configure().setAutoConfigurationFailFast(true);
        main.init();
        main.start();
        main.stop();
    }
}
