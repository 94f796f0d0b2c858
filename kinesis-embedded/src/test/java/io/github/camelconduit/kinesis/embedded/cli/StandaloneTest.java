package io.github.camelconduit.kinesis.embedded.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelconduit.kinesis.embedded.EmbeddedKinesis;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.cli.Standalone.Result;

import static org.assertj.core.api.Assertions.assertThat;

class StandaloneTest {

    /** Values that no rule has by itself, by the type of the rule, as they are written and as they are read. */
    private static final Map<Class<?>, String> TEXTS =
            Map.of(int.class, "77", Duration.class, "77s", boolean.class, "true");

    private static final Map<Class<?>, Object> VALUES =
            Map.of(int.class, 77, Duration.class, Duration.ofSeconds(77), boolean.class, true);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void startsTheServerThatTheOptionsDescribe() {
        Result result = run(
                "--port",
                "0",
                "--tls-port=0",
                "--stream",
                "orders:4",
                "--stream=returns:2",
                "--subscription-lifetime",
                "90s",
                "--endless",
                "bench:3:1024",
                "--endless=steady:1:100:50",
                "--retention-bytes",
                "64m",
                "--region",
                "eu-west-1");
        try (EmbeddedKinesis server = result.server().orElseThrow()) {
            assertThat(result.exitStatus()).isZero();
            assertThat(server.streams()).containsExactly("bench", "orders", "returns", "steady");
            assertThat(server.shards("orders")).hasSize(4);
            assertThat(server.shards("bench")).hasSize(3);
            assertThat(server.rules().subscriptionLifetime()).isEqualTo(Duration.ofSeconds(90));
            assertThat(server.region()).isEqualTo("eu-west-1");
            assertThat(server.endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains(server.endpoint().toString(), server.tlsEndpoint().toString());
        }
    }

    @Test
    void theRulesCanBeChosen() {
        try (EmbeddedKinesis server =
                run("--port=0", "--rules", "fast").server().orElseThrow()) {
            assertThat(server.rules()).isEqualTo(Rules.fast());
        }
        try (EmbeddedKinesis server = run("--port=0", "--unthrottled").server().orElseThrow()) {
            assertThat(server.rules())
                    .isEqualTo(Rules.aws().toBuilder().unthrottled().build());
        }
    }

    @Test
    void everyRuleButTheQuotasOfCallsCanBeSetAndWinsOverTheProfile() {
        assertThat(RuleOptions.names())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Rules.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .filter(name -> !name.equals("callsPerSecond"))
                        .toList());
        try (EmbeddedKinesis server = run(
                        "--port=0", "--rule", "resubscribeInterval=2s", "--rules=fast", "--rule=consumersPerStream=50")
                .server()
                .orElseThrow()) {
            assertThat(server.rules())
                    .isEqualTo(Rules.fast().toBuilder()
                            .resubscribeInterval(Duration.ofSeconds(2))
                            .consumersPerStream(50)
                            .build());
        }
    }

    @ParameterizedTest
    @MethodSource("namesOfRules")
    void aRuleSetsTheRuleOfItsName(String name) throws Exception {
        RecordComponent rule = Arrays.stream(Rules.class.getRecordComponents())
                .filter(r -> r.getName().equals(name))
                .findFirst()
                .orElseThrow();
        RuleOptions options = new RuleOptions();
        options.single(name + "=" + TEXTS.get(rule.getType()));
        Rules rules = options.rules();
        for (RecordComponent each : Rules.class.getRecordComponents()) {
            Object value = each.getAccessor().invoke(rules);
            assertThat(value)
                    .as(each.getName())
                    .isEqualTo(
                            !each.getName().equals(name)
                                    ? each.getAccessor().invoke(Rules.aws())
                                    : VALUES.get(rule.getType()));
        }
    }

    static List<String> namesOfRules() {
        return RuleOptions.names();
    }

    @Test
    void helpIsPrintedAndNothingStarted() {
        Result result = run("--help");
        assertThat(result.exitStatus()).isZero();
        assertThat(result.server()).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--subscription-lifetime");
    }

    @ParameterizedTest
    @CsvSource({
        "--port abc,            --port must be 0 to 65535; was abc",
        "--port 65536,          --port must be 0 to 65535; was 65536",
        "--port,                --port needs a value",
        "--stream orders,       --stream must be NAME:SHARDS",
        "--stream orders:0,     was orders:0",
        "--stream a b:1,        --stream must be NAME:SHARDS",
        "--subscription-lifetime 5, --subscription-lifetime must be a time above zero such as 5m",
        "--subscription-lifetime 0s, was 0s",
        "--rules slow,          --rules must be aws or fast; was slow",
        "--endless bench:1,       --endless must be NAME:SHARDS:BYTES",
        "--endless bench:1:17,    --endless bench:1:17: recordBytes must be 18 to 10485760; was 17",
        "--retention-bytes 5x,    --retention-bytes must be a number of bytes above zero such as 512m; 2g or 1000000; was 5x",
        "--rule pageSize,       --rule must be NAME=VALUE; the name one of consumerCreationTime",
        "--rule page=4,         was page=4",
        "--rule pageSize=x,     --rule must be a whole number from 0 on; was pageSize=x",
        "--rule pageSize=0,     Rule pageSize must be positive; was 0",
        "--rule pushDelay=1,    --rule must be a time such as 5m; 30s; 500ms or 0s; was pushDelay=1",
        "--rule refuseTrimmedPositions=yes, --rule must be true or false; was refuseTrimmedPositions=yes",
        "--shards 4,            Unknown option --shards",
        "orders:4,              Unknown option orders:4"
    })
    void aWrongCommandLineIsOneErrorAndStatusTwo(String line, String message) {
        Result result = run(line.split(" "));
        assertThat(result.exitStatus()).isEqualTo(2);
        assertThat(result.server()).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains(message.replace(';', ','));
    }

    @Test
    void aPortInUseIsOneErrorAndStatusOne() {
        try (EmbeddedKinesis other = EmbeddedKinesis.builder().start()) {
            String port = String.valueOf(other.endpoint().getPort());
            Result result = run("--port", port);
            assertThat(result.exitStatus()).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + port);
        }
    }

    private Result run(String... args) {
        return Standalone.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
