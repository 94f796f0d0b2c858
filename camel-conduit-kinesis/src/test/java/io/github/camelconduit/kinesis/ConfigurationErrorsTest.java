package io.github.camelconduit.kinesis;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.processor.state.MemoryStateRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What is missing or contradictory is an error that names the option, when the endpoint is created or started. */
class ConfigurationErrorsTest {

    // The SDK takes two seconds to close one of its own.
    private static final SdkEventLoopGroup EVENT_LOOPS =
            SdkEventLoopGroup.builder().build();

    private static final String KEYS = "accessKeyId=id&secretAccessKey=secret";
    private static final String USABLE = "conduit-kinesis:orders?region=eu-west-1&" + KEYS;

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stopContext() {
        context.stop();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "or%20ders -> streamNameOrArn=or ders: not a stream name",
                "arn:aws:kinesis:x -> streamNameOrArn=arn:aws:kinesis:x: not the ARN of a Kinesis stream",
                "orders?streamArn=nonsense -> streamArn=nonsense: not the ARN",
                "orders?streamArn=arn:aws:kinesis:eu-west-1:123456789012:stream/other -> contradicts: streamNameOrArn=orders",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/orders?streamArn=arn:aws:kinesis:eu-west-1:000000000000:stream/orders -> contradicts: streamNameOrArn=arn:aws",
                "orders?streamName=other -> streamName=other contradicts: the stream is orders",
                "orders?streamName=or/ders -> streamName=or/ders: not a stream name",
                "arn:aws:kinesis:eu-west-1:123456789012:stream/orders?region=us-east-1 -> region=us-east-1 contradicts: the ARN",
                "orders?aws.region=EU_WEST -> region=EU_WEST: not a region",
                "orders?url=localhost:4567 -> url=localhost:4567: not the URL of a service",
                "orders?url=ftp://localhost -> url=ftp://localhost: not the URL of a service",
                "orders?url=http://a%20b -> url=http://a b: not a URL",
                "orders?proxyPort=3128 -> proxyPort=3128: there is no proxyHost",
                "orders?proxyHost=proxy -> proxyHost=proxy: there is no proxyPort",
                "orders?proxyHost=proxy&proxyPort=70000 -> proxyPort=70000: not a port",
                "orders?proxyProtocol=socks -> proxyProtocol=socks: not known; allowed: http or https",
                "orders?accessKeyId=a&secretAccessKey=b&profileCredentialsName=dev -> Credentials are given in several ways",
                "orders?useDefaultCredentialsProvider=true&profileCredentialsName=dev -> by useDefaultCredentialsProvider=true and by profileCredentialsName=dev",
                "orders?region=a&aws.region=b -> region=a and aws.region=b",
                "orders?autoCreateStream=false&auto.create.streams=true -> autoCreateStream=false and auto.create.streams=true",
                "orders?streamArn=a&streamARN=b -> streamArn=a and streamARN=b",
                "orders?regoin=eu-west-1 -> Unknown options: regoin; allowed: accessKeyId,",
                "orders?aws.regoin=eu-west-1 -> Unknown option aws.regoin; allowed with this prefix: aws.accessKeyId, aws.region, aws.secretAccessKey, aws.sessionToken, aws.url",
            })
    void refusesToCreateEndpoint(String rest, String message) {
        assertThatThrownBy(() -> context.getEndpoint("conduit-kinesis:" + rest))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasStackTraceContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "region=eu-west-1 -> No credentials chosen; allowed: accessKeyId with secretAccessKey (and sessionToken), useDefaultCredentialsProvider=true, profileCredentialsName, or amazonKinesisAsyncClient",
                "region=eu-west-1&accessKeyId=a -> accessKeyId is set without secretAccessKey",
                "region=eu-west-1&secretAccessKey=a -> secretAccessKey is set without accessKeyId",
                "region=eu-west-1&sessionToken=a -> sessionToken is set without accessKeyId",
                "useDefaultCredentialsProvider=true -> region is not set; allowed: the option region",
            })
    void refusesToStartEndpoint(String options, String message) {
        assertThatThrownBy(() -> started("conduit-kinesis:orders?" + options))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conduit-kinesis:orders?region=eu-west-1&accessKeyId=a&secretAccessKey=b",
                "conduit-kinesis:orders?region=eu-west-1&accessKeyId=a&secretAccessKey=b&sessionToken=c",
                "conduit-kinesis:orders?region=eu-west-1&useDefaultCredentialsProvider=true",
                "conduit-kinesis:orders?region=eu-west-1&profileCredentialsName=dev",
                "conduit-kinesis:arn:aws:kinesis:eu-west-1:123456789012:stream/orders?useDefaultCredentialsProvider=true",
                "conduit-kinesis:orders?streamArn=arn:aws:kinesis:eu-west-1:123456789012:stream/orders&accessKeyId=a&secretAccessKey=b",
                "conduit-kinesis:orders?amazonKinesisAsyncClient=#client",
                "conduit-kinesis:orders?region=a&aws.region=a&accessKeyId=a&secretAccessKey=b",
            })
    void startsWithEachWayToGiveCredentialsAndRegion(String uri) {
        try (KinesisAsyncClient client = client("eu-west-1")) {
            context.getRegistry().bind("client", client);

            assertThatCode(() -> started(uri)).doesNotThrowAnyException();
        }
    }

    @Test
    void takesRegionFromGivenClientAndLeavesItOpen() {
        try (KinesisAsyncClient client = client("eu-central-1")) {
            context.getRegistry().bind("client", client);
            ConduitKinesisEndpoint endpoint = started("conduit-kinesis:orders?amazonKinesisAsyncClient=#client");

            assertThat(endpoint.getStream().region()).isEqualTo("eu-central-1");
            assertThat(endpoint.getClients().subscriptions()).isSameAs(client);
            assertThat(endpoint.getClients().calls()).isSameAs(client);
            endpoint.stop();
            assertThat(endpoint.getClients()).isNull();
            assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.EU_CENTRAL_1);
        }
    }

    @Test
    void refusesClientOfAnotherRegion() {
        try (KinesisAsyncClient client = client("eu-central-1")) {
            context.getRegistry().bind("client", client);

            assertThatThrownBy(() -> context.getEndpoint(
                            "conduit-kinesis:orders?region=eu-west-1&amazonKinesisAsyncClient=#client"))
                    .hasStackTraceContaining("region=eu-west-1 contradicts: amazonKinesisAsyncClient is made for");
        }
    }

    @Test
    void doesNotTakeClientFromRegistryUnasked() {
        try (KinesisAsyncClient client = client("eu-west-1")) {
            context.getRegistry().bind("client", client);

            assertThat(started(USABLE).getClients().calls()).isNotSameAs(client);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "consumerName=a/b -> consumerName=a/b: not a name for a stream consumer",
                "consumerArn=nonsense -> consumerArn=nonsense: not the ARN of a stream consumer",
                "consumerArn=arn:aws:kinesis:eu-west-1:123456789012:stream/other/consumer/c:1 -> it reads another stream than orders",
                "consumerArn=arn:aws:kinesis:us-east-1:123456789012:stream/orders/consumer/c:1 -> it is in another region than eu-west-1",
                "consumerName=c&consumerArn=arn:aws:kinesis:eu-west-1:123456789012:stream/orders/consumer/c:1 -> are both set",
                "concurrentConsumers=0 -> concurrentConsumers=0: too small; allowed: 1 or more",
                "maxBufferedBytes=1048575 -> maxBufferedBytes=1048575: too small; allowed: 1048576 bytes or more",
                "subscriptionRefreshInterval=9999 -> subscriptionRefreshInterval=9999: too small; allowed: 10000 milliseconds",
                "subscriptionRefreshInterval=9s -> subscriptionRefreshInterval=9000: too small",
                "commitInterval=0 -> commitInterval=0: too small; allowed: 1 milliseconds or more",
                "healthCheckErrorTolerance=-1 -> healthCheckErrorTolerance=-1: out of range; allowed: 0 to 31622400000 milliseconds",
                "healthCheckStuckTimeout=367d -> healthCheckStuckTimeout=31708800000: out of range",
                "healthCheckMaxMillisBehindLatest=-1000 -> healthCheckMaxMillisBehindLatest=-1000: out of range",
                "positionStore=disk -> positionStore=disk: not a store of positions; allowed: memory, file, or #name of a bean",
                "positionStore=#bean -> positionStore=java.lang.Integer: not a store of positions",
                "positionStore=file -> positionStore=file: there is no positionDirectory to go with it",
                "positionDirectory=/x -> positionDirectory=/x: only a store in files has a directory; allowed: together with positionStore=file",
                "positionStore=memory&positionDirectory=/x -> positionDirectory=/x: only a store in files",
                "positionStore=memory&offsetRepository=#states -> positionStore=memory and offsetRepository are both set",
                "positionDirectory=/x&offsetRepository=#states -> positionDirectory=/x: only a store in files",
                "streamName=RAW(${headers.x}) -> streamName=${headers.x}: a template, which only a producer can use",
            })
    void refusesToCreateConsumer(String options, String message) {
        context.getRegistry().bind("bean", Integer.valueOf(1));
        context.getRegistry().bind("states", new MemoryStateRepository());
        assertThatThrownBy(() -> started(USABLE + "&" + options).createConsumer(exchange -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesPartitionKeyAndTemplateTogether() {
        assertThatThrownBy(() -> started(USABLE + "&partitionKey=a&partitionKeyTemplate=b")
                        .createProducer())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partitionKey=a and partitionKeyTemplate=b are both set; allowed: one of them");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "maxInFlightRequests=0 -> maxInFlightRequests=0: out of range; allowed: 1 to 1000",
                "linger=61s -> linger=61000: out of range",
                "linger=-1 -> linger=-1: out of range",
                "healthCheckErrorTolerance=-1 -> healthCheckErrorTolerance=-1: out of range",
                "healthCheckStuckTimeout=-1 -> healthCheckStuckTimeout=-1: out of range",
                "deliveryTimeout=0 -> deliveryTimeout=0: out of range",
                "linger=5s&deliveryTimeout=2s -> linger=5000: not shorter than deliveryTimeout=2000; allowed: less than that",
                "linger=2s&deliveryTimeout=2s -> linger=2000: not shorter than deliveryTimeout=2000",
                "sendBufferBytes=0 -> sendBufferBytes=0: out of range",
                "maxBlockTime=-1 -> maxBlockTime=-1: out of range",
                "maxRecordSize=0 -> maxRecordSize=0: not the size of a record; allowed: 1 to 10485760 bytes, or stream",
                "maxRecordSize=10485761 -> maxRecordSize=10485761: not the size",
                "maxRecordSize=1MB -> maxRecordSize=1MB: not the size",
                "autoCreateStreamShards=4 -> autoCreateStreamShards=4: no stream is created; allowed: together with autoCreateStream=true",
                "autoCreateStream=true&autoCreateStreamShards=0 -> autoCreateStreamShards=0: too small; allowed: 1 or more",
                "partitionKey=RAW(${bodi) -> partitionKey is not an expression of the language simple",
                "explicitHashKey=RAW(${bodi) -> explicitHashKey is not an expression of the language simple",
                "partitionKeyTemplate=RAW(${data.id) -> partitionKeyTemplate does not compile: line 1",
                "streamNameTemplate=resource:classpath:none.ftl -> streamNameTemplate cannot be loaded from classpath:none.ftl",
            })
    void refusesToCreateProducer(String options, String message) {
        assertThatThrownBy(() -> started(USABLE + "&" + options).createProducer())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesTwoStreamNameTemplates() {
        assertThatThrownBy(() -> started(USABLE + "&streamName=RAW(${headers.x})&streamNameTemplate=RAW(${headers.y})")
                        .createProducer())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("streamNameTemplate=${headers.y} and, as a template, streamName=${headers.x}");
    }

    @Test
    void refusesConsumerAndProducerOptionsOnTheirOwnSideOnly() {
        ConduitKinesisEndpoint endpoint =
                started(USABLE + "&commitInterval=0&partitionKey=a&partitionKeyTemplate=b&streamName=orders");

        assertThat(catchThrowable(endpoint::createProducer)).hasMessageContaining("partitionKey=a");
        assertThat(catchThrowable(() -> endpoint.createConsumer(exchange -> {})))
                .hasMessageContaining("commitInterval");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "{{ .Metadata.customer }} -> ${headers['customer']} for {{ .Metadata.customer }}",
                "{{ index .Metadata \"kafka.topic\" }} -> ${headers['kafka.topic']}",
                "x-{{- .Payload.After -}} -> ${body}",
                "{{ printf \"%s\" .Key }} -> ${headers['CamelConduitKinesisPartitionKey']}",
                "{{ now }} -> ${headers['<name>']} or ${body}",
            })
    void showsTheFreeMarkerWayForGoTemplates(String template, String freeMarker) {
        ConduitKinesisEndpoint endpoint = started(USABLE);
        endpoint.getConfiguration().setPartitionKeyTemplate(template);
        assertThat(catchThrowable(endpoint::createProducer))
                .hasMessageContaining(
                        "partitionKeyTemplate=" + template + ": a Go template; allowed: a FreeMarker template")
                .hasMessageContaining(freeMarker);

        endpoint.getConfiguration().setPartitionKeyTemplate(null);
        endpoint.getConfiguration().setStreamNameTemplate(template);
        assertThat(catchThrowable(endpoint::createProducer)).hasMessageContaining("streamNameTemplate=" + template);

        endpoint.getConfiguration().setStreamNameTemplate(null);
        endpoint.getConfiguration().setStreamName(template);
        assertThat(catchThrowable(endpoint::getStream))
                .hasMessageContaining("streamName=" + template + ": a Go template");
    }

    @Test
    void refusesOriginalNameOfComponentWithAnotherValue() {
        ConduitKinesisComponent component = component();
        component.getConfiguration().setRegion("eu-west-1");
        component.getConfiguration().setAws(Map.of("region", "eu-west-2"));

        assertThatThrownBy(() -> context.getEndpoint("conduit-kinesis:orders"))
                .hasStackTraceContaining("region=eu-west-1 and aws.region=eu-west-2");
    }

    @Test
    void refusesUnknownOriginalNameOfComponent() {
        component().getConfiguration().setAws(Map.of("secretAcessKey", "marked"));

        assertThat(catchThrowable(() -> context.getEndpoint("conduit-kinesis:orders")))
                .hasStackTraceContaining(
                        "Unknown option aws.secretAcessKey; allowed with this prefix: aws.accessKeyId");
    }

    @Test
    void refusesAutoCreateStreamTwiceOnComponent() {
        component().getConfiguration().setAutoCreateStream(false);
        component().getConfiguration().setAutoCreateStreams(true);

        assertThatThrownBy(() -> context.getEndpoint("conduit-kinesis:orders"))
                .hasStackTraceContaining("autoCreateStream=false and auto.create.streams=true");
    }

    @Test
    void endpointReplacesWhatItWouldInheritFromComponent() {
        component().getConfiguration().setAccessKeyId("id");
        component().getConfiguration().setSecretAccessKey("secret");
        component().getConfiguration().setRegion("eu-west-1");
        component().getConfiguration().setPartitionKeyTemplate("${body}");

        ConduitKinesisConfiguration configuration = started(
                        "conduit-kinesis:orders?profileCredentialsName=dev&aws.region=eu-west-2&partitionKey=a")
                .getConfiguration();

        assertThat(configuration.getAccessKeyId()).isNull();
        assertThat(configuration.getSecretAccessKey()).isNull();
        assertThat(configuration.getRegion()).isEqualTo("eu-west-2");
        assertThat(configuration.getPartitionKeyTemplate()).isNull();
        assertThat(component().getConfiguration().getAccessKeyId()).isEqualTo("id");
    }

    @Test
    void anEmptyOptionCountsAsNotSetUnderBothNames() {
        component().getConfiguration().setAccessKeyId("id");
        component().getConfiguration().setSecretAccessKey("secret");
        component().getConfiguration().setRegion("eu-west-1");
        component().getConfiguration().setPartitionKeyTemplate("${body}");

        ConduitKinesisConfiguration configuration = started("conduit-kinesis:orders?region=&aws.region=&accessKeyId="
                        + "&secretAccessKey=RAW()&profileCredentialsName=&partitionKey=RAW( )&url=&aws.url=RAW()")
                .getConfiguration();

        assertThat(configuration.getRegion()).isEqualTo("eu-west-1");
        assertThat(configuration.getAccessKeyId()).isEqualTo("id");
        assertThat(configuration.getSecretAccessKey()).isEqualTo("secret");
        assertThat(configuration.getPartitionKeyTemplate()).isEqualTo("${body}");
        assertThat(configuration.getUrl()).isNull();
    }

    private ConduitKinesisComponent component() {
        return context.getComponent("conduit-kinesis", ConduitKinesisComponent.class);
    }

    private ConduitKinesisEndpoint started(String uri) {
        context.start();
        return context.getEndpoint(uri, ConduitKinesisEndpoint.class);
    }

    private static KinesisAsyncClient client(String region) {
        return KinesisAsyncClient.builder()
                .region(Region.of(region))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().eventLoopGroup(EVENT_LOOPS))
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }
}
