package io.github.camelconduit.kinesis;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelconduit.kinesis.ConfigurationTable.Row;
import io.github.camelconduit.kinesis.docs.OptionMetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Holds the option metadata, and what options do, against the configuration table. */
class ConfigurationTableTest {

    private static final ComponentModel MODEL = OptionMetadata.load();

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stopContext() {
        context.stop();
    }

    static List<Row> rows() {
        return ConfigurationTable.rows();
    }

    /** A row with a name to write it under: the original one or ours. The path is no option. */
    record Spelling(Row row, String name) {
        @Override
        public String toString() {
            return name + (row.asTemplate() ? " as a template" : "");
        }
    }

    static Stream<Spelling> spellings() {
        return rows().stream().flatMap(row -> Stream.of(row.original(), row.option())
                .distinct()
                .filter(name -> !name.equals("streamNameOrArn"))
                .map(name -> new Spelling(row, name)));
    }

    /** Each name as it is, and with dashes: files of properties have both. */
    static Stream<Spelling> propertySpellings() {
        return spellings().flatMap(spelling -> Stream.of(spelling.name(), StringHelper.camelCaseToDash(spelling.name()))
                .distinct()
                .map(name -> new Spelling(spelling.row(), name)));
    }

    @Test
    void isTriedInEverySpellingOfProperties() {
        assertThat(propertySpellings().map(Spelling::name))
                .contains("accessKeyId", "access-key-id", "aws.accessKeyId", "aws.access-key-id", "start-from-latest");
    }

    @Test
    void hasEveryRow() {
        assertThat(rows()).hasSize(10);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void endpointMetadataSaysWhatTheTableSays(Row row) {
        ComponentModel.EndpointOptionModel option = MODEL.getEndpointOptions().stream()
                .filter(o -> o.getName().equals(row.option()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no endpoint option " + row.option()));

        assertThat(option.getKind()).isEqualTo(row.path() ? "path" : "parameter");
        assertMatches(option, row);
        assertThat(option.isRequired()).isEqualTo(row.required().equals("yes"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void componentMetadataSaysWhatTheTableSays(Row row) {
        if (row.path()) {
            return;
        }
        ComponentModel.ComponentOptionModel option = MODEL.getComponentOptions().stream()
                .filter(o -> o.getName().equals(row.option()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no component option " + row.option()));

        assertMatches(option, row);
        assertThat(option.isRequired()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void worksInUri(Spelling spelling) {
        String uri = "conduit-kinesis:orders?" + spelling.name() + "=RAW("
                + spelling.row().sample() + ")";

        assertSet(context.getEndpoint(uri, ConduitKinesisEndpoint.class), spelling.row());
    }

    @ParameterizedTest
    @MethodSource("propertySpellings")
    void worksAsComponentProperty(Spelling spelling) throws Exception {
        Main main = new Main();
        main.addInitialProperty(
                "camel.component.conduit-kinesis." + spelling.name(),
                spelling.row().sample());
        // Endpoints start as soon as they are made in a running context.
        if (!spelling.row().option().equals("region")) {
            main.addInitialProperty("camel.component.conduit-kinesis.region", "eu-west-1");
        }
        if (spelling.row().secret()) {
            String other = spelling.row().option().equals("accessKeyId") ? "secretAccessKey" : "accessKeyId";
            main.addInitialProperty("camel.component.conduit-kinesis." + other, "other");
        } else {
            main.addInitialProperty("camel.component.conduit-kinesis.useDefaultCredentialsProvider", "true");
        }
        try {
            main.start();

            assertSet(
                    main.getCamelContext().getEndpoint("conduit-kinesis:orders", ConduitKinesisEndpoint.class),
                    spelling.row());
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void worksInYaml(Spelling spelling) throws Exception {
        String yaml = """
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - to:
                            uri: conduit-kinesis:orders
                            parameters:
                              "%s": "%s"
                """.formatted(spelling.name(), spelling.row().sample());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("route.yaml", yaml));
        context.build();
        context.init();

        ConduitKinesisEndpoint endpoint = context.getEndpoints().stream()
                .filter(ConduitKinesisEndpoint.class::isInstance)
                .map(ConduitKinesisEndpoint.class::cast)
                .findFirst()
                .orElseThrow();
        assertSet(endpoint, spelling.row());
    }

    static List<Row> rowsRequiredUnlessSaidOtherwise() {
        return rows().stream()
                .filter(row -> row.required().startsWith("unless"))
                .toList();
    }

    /** That each of the other ways will do is shown where the errors are. */
    @ParameterizedTest
    @MethodSource("rowsRequiredUnlessSaidOtherwise")
    void isMissedAtStart(Row left) {
        String others = rowsRequiredUnlessSaidOtherwise().stream()
                .filter(row -> !row.equals(left))
                .map(row -> row.option() + "=RAW(" + row.sample() + ")")
                .collect(Collectors.joining("&"));
        context.start();

        assertThatThrownBy(() -> context.getEndpoint("conduit-kinesis:orders?" + others))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(left.option());
    }

    private static void assertMatches(BaseOptionModel option, Row row) {
        assertThat(option.getType()).isEqualTo(row.type());
        assertThat(option.isSecret()).isEqualTo(row.secret());
        assertThat(
                        option.getDefaultValue() == null
                                ? null
                                : option.getDefaultValue().toString())
                .isEqualTo(row.defaultValue());
        assertThat(side(option)).isEqualTo(row.side());
        assertThat(option.getDescription()).isNotBlank();
    }

    private static String side(BaseOptionModel option) {
        if (option.getLabel().contains("consumer")) {
            return "source";
        }
        return option.getLabel().contains("producer") ? "destination" : "both";
    }

    private static void assertSet(ConduitKinesisEndpoint endpoint, Row row) {
        if (row.path()) {
            assertThat(endpoint.getStream().name()).isEqualTo(row.sample());
            assertThat(endpoint.getConfiguration().getStreamName()).isEqualTo(row.sample());
            return;
        }
        PropertyConfigurerGetter options =
                (PropertyConfigurerGetter) endpoint.getComponent().getEndpointPropertyConfigurer();
        assertThat(options.getOptionValue(endpoint, row.option(), false))
                .as("%s of %s", row.option(), URISupport.sanitizeUri(endpoint.getEndpointUri()))
                .hasToString(row.sample());
    }
}
