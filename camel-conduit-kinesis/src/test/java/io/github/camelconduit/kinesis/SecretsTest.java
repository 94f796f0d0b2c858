package io.github.camelconduit.kinesis;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.util.URISupport;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Marked keys must not be seen in anything that is logged, thrown or shown. */
class SecretsTest {

    private static final String ID = "AKIAMARKED1234567890";
    private static final String SECRET = "secret-marked";
    private static final String TOKEN = "token-marked";
    private static final String OURS =
            "accessKeyId=" + ID + "&secretAccessKey=" + SECRET + "&sessionToken=RAW(" + TOKEN + ")";
    private static final String ORIGINAL =
            "aws.accessKeyId=" + ID + "&aws.secretAccessKey=RAW(" + SECRET + ")&aws.sessionToken=" + TOKEN;

    private final CamelContext context = new DefaultCamelContext();
    private LogCapture log;

    @BeforeEach
    void captureLog() {
        // At trace level Camel shows the parameters of every endpoint by design.
        log = new LogCapture(Level.DEBUG);
    }

    @AfterEach
    void nothingWasLogged() {
        context.stop();
        log.close();
        assertThat(log.lines()).isNotEmpty().allSatisfy(SecretsTest::assertClean);
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, ORIGINAL})
    void areNotShownByEndpoint(String keys) {
        context.start();
        ConduitKinesisEndpoint endpoint =
                context.getEndpoint("conduit-kinesis:orders?region=eu-west-1&" + keys, ConduitKinesisEndpoint.class);

        assertThat(endpoint.getConfiguration().getSecretAccessKey()).isEqualTo(SECRET);
        assertClean(endpoint.toString());
        assertClean(URISupport.sanitizeUri(endpoint.getEndpointUri()));
        assertClean(endpoint.getConfiguration().toString());
        assertClean(endpoint.getStream().toString());
        assertClean(endpoint.getClients().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders?proxyPort=1&" + OURS,
                "orders?proxyPort=1&" + ORIGINAL,
                "orders?regoin=x&" + OURS,
                "orders?regoin=x&" + ORIGINAL,
                "orders?secretAcessKey=" + SECRET,
                "orders?aws.secretAcessKey=" + SECRET,
                "orders?secretAccessKey=other&aws.secretAccessKey=" + SECRET,
                "orders?accessKeyId=other&aws.accessKeyId=" + ID,
                "orders?profileCredentialsName=dev&" + OURS,
                "orders?url=http://user:" + SECRET + "@localhost",
                "orders?url=http://user:" + SECRET + "@my_host:4567",
                "or%20ders?" + OURS,
            })
    void areNotShownByFailureToCreate(String rest) {
        assertClean(catchThrowable(() -> context.getEndpoint("conduit-kinesis:" + rest)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region=eu-west-1&accessKeyId=" + ID,
                "region=eu-west-1&aws.secretAccessKey=" + SECRET,
                "region=eu-west-1&sessionToken=" + TOKEN,
                OURS,
                ORIGINAL
            })
    void areNotShownByFailureToStart(String options) {
        context.start();

        assertClean(catchThrowable(() -> context.getEndpoint("conduit-kinesis:orders?" + options)));
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, ORIGINAL})
    void areNotShownByFailureOfRoute(String keys) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("conduit-kinesis:orders?commitInterval=0&region=eu-west-1&" + keys)
                        .to("log:x");
            }
        });

        assertClean(catchThrowable(context::start));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aws."})
    void areNotShownWhenMainLogsItsProperties(String prefix, @TempDir Path folder) throws Exception {
        Path properties = folder.resolve("application.properties");
        String component = "camel.component.conduit-kinesis." + prefix;
        Files.write(
                properties,
                List.of(
                        component + "accessKeyId=" + ID,
                        component + "secretAccessKey=" + SECRET,
                        component + "sessionToken=" + TOKEN,
                        component + "region=eu-west-1"));
        // At debug level camel-main shows every property that it reads, whatever its name.
        log.close();
        log = new LogCapture(Level.INFO);
        Main main = new Main();
        main.setPropertyPlaceholderLocations("file:" + properties);
        try {
            main.start();
            main.getCamelContext().getEndpoint("conduit-kinesis:orders");
        } finally {
            main.stop();
        }

        assertThat(log.lines()).anyMatch(line -> line.contains("secretAccessKey = xxxxxx"));
    }

    @Test
    void areNotShownByManagement() throws Exception {
        // Camel manages the endpoints that it knows when it starts.
        context.getEndpoint("conduit-kinesis:orders?region=eu-west-1&" + ORIGINAL);
        context.start();

        MBeanServer server =
                context.getManagementStrategy().getManagementAgent().getMBeanServer();
        Set<ObjectName> endpoints = server.queryNames(
                new ObjectName("org.apache.camel:context=" + context.getName() + ",type=endpoints,*"), null);
        assertThat(endpoints).isNotEmpty();
        for (ObjectName name : endpoints) {
            assertClean(name.toString());
            assertClean(server.getAttribute(name, "EndpointUri").toString());
        }
    }

    @Test
    void keepCamelsOwnAdditionalKeywords() {
        context.getCamelContextExtension().setAdditionalSensitiveKeywords("mine");

        context.start();
        context.getComponent("conduit-kinesis");

        assertThat(context.getCamelContextExtension().getAdditionalSensitiveKeywords())
                .isEqualTo("mine,accesskeyid,secretaccesskey");
    }

    private static void assertClean(Throwable failure) {
        assertThat(failure).isNotNull();
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertClean(text.toString());
    }

    private static void assertClean(String text) {
        assertThat(text).doesNotContain(ID, SECRET, TOKEN);
    }
}
