// Written by the build of camel-conduit-kinesis from the component's option metadata.
package io.github.camelconduit.kinesis.springboot;

import java.util.List;
import java.util.Map;

import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The properties {@code camel.component.conduit-kinesis.*}: one for each option of the component, null where it is
 * not set, so that the component's own default holds.
 */
@ConfigurationProperties(prefix = ConduitKinesisProperties.PREFIX)
public class ConduitKinesisProperties extends ComponentConfigurationPropertiesCommon {

    public static final String PREFIX = "camel.component.conduit-kinesis";

    /**
     * What can be set, after the prefix.
     */
    static final List<String> NAMES = List.of(
            "enabled",
            "customizer.enabled",
            "application-name",
            "configuration",
            "region",
            "stream-arn",
            "stream-name",
            "url",
            "break-on-first-error",
            "bridge-error-handler",
            "concurrent-consumers",
            "consumer-arn",
            "consumer-name",
            "deregister-consumer",
            "health-check-max-millis-behind-latest",
            "offset-repository",
            "on-invalid-position",
            "on-missing-stream",
            "position-directory",
            "position-store",
            "shard-ids",
            "start-from-latest",
            "start-timestamp",
            "commit-interval",
            "max-buffered-bytes",
            "subscription-refresh-interval",
            "auto-create-stream",
            "auto-create-stream-shards",
            "delivery-timeout",
            "lazy-start-producer",
            "max-record-size",
            "on-lost-answer",
            "partition-key",
            "partition-key-language",
            "partition-key-template",
            "send-order",
            "stream-name-template",
            "use-iterator",
            "explicit-hash-key",
            "linger",
            "max-block-time",
            "max-in-flight-requests",
            "send-buffer-bytes",
            "amazon-kinesis-async-client",
            "autowired-enabled",
            "health-check-consumer-enabled",
            "health-check-error-tolerance",
            "health-check-producer-enabled",
            "health-check-stuck-timeout",
            "proxy-host",
            "proxy-port",
            "proxy-protocol",
            "access-key-id",
            "profile-credentials-name",
            "secret-access-key",
            "session-token",
            "trust-all-certificates",
            "use-default-credentials-provider",
            "aws.access-key-id",
            "aws.secret-access-key",
            "aws.session-token",
            "aws.region",
            "aws.url",
            "auto.create.streams");

    /**
     * What of it nobody may see.
     */
    static final List<String> SECRETS = List.of(
            "access-key-id",
            "secret-access-key",
            "session-token",
            "aws.access-key-id",
            "aws.secret-access-key",
            "aws.session-token");

    /**
     * Under which name positions are kept and the stream consumer is registered. Give each application that reads the
     * same stream its own. Default: the name of the Camel context.
     */
    private String applicationName;

    /**
     * The options that all endpoints start from. The name of a bean, with or without # before it.
     */
    private String configuration;

    /**
     * The AWS region of the stream, such as eu-central-1. Needed unless the stream's ARN or an injected client says
     * it.
     */
    private String region;

    /**
     * The ARN of the stream. It may repeat or complete what the path says and must agree with it. Needed for a stream
     * of another account.
     */
    private String streamArn;

    /**
     * The name of the stream. It may repeat what the path says and must agree with it. For a producer it may be a
     * FreeMarker template instead, which is the same as streamNameTemplate.
     */
    private String streamName;

    /**
     * The URL of the service, where it is not the region's own: a local server such as http://localhost:4567, or a VPC
     * endpoint.
     */
    private String url;

    /**
     * What to do with a record that failed although Camel's error handling was through with it. false: it is told to
     * the exception handler and counts as done, the shard goes on. true: it is delivered again, after a pause that
     * grows from 1 to 30 seconds, until it does not fail; its shard waits, the others go on.
     */
    private Boolean breakOnFirstError;

    /**
     * Allows for bridging the consumer to the Camel routing Error Handler, which mean any exceptions (if possible)
     * occurred while the Camel consumer is trying to pickup incoming messages, or the likes, will now be processed as
     * a message and handled by the routing Error Handler. Important: This is only possible if the 3rd party component
     * allows Camel to be alerted if an exception was thrown. Some components handle this internally only, and
     * therefore bridgeErrorHandler is not possible. In other situations we may improve the Camel component to hook
     * into the 3rd party component and make this possible for future releases. By default the consumer will use the
     * org.apache.camel.spi.ExceptionHandler to deal with exceptions, that will be logged at WARN or ERROR level and
     * ignored.
     */
    private Boolean bridgeErrorHandler;

    /**
     * How many threads process records. A shard is processed by one of them at a time, in order; more threads help
     * when routes block and there are more shards.
     */
    private Integer concurrentConsumers;

    /**
     * The ARN of a stream consumer that is registered already. It is used as it is, never registered or removed. Not
     * together with consumerName.
     */
    private String consumerArn;

    /**
     * The name of the stream consumer (the registered fan-out consumer) to use, found or registered at start. At most
     * one process can read with it at a time. Default: made from applicationName and the id of the route, the same at
     * every start.
     */
    private String consumerName;

    /**
     * Whether to deregister the stream consumer. never: it is kept for the next start (AWS charges for it while it
     * exists). onStop: removed when the route stops, if this route registered it.
     */
    private io.github.camelconduit.kinesis.ConduitKinesisConfiguration.DeregisterConsumer deregisterConsumer;

    /**
     * How far a shard may be behind its tip before the readiness check says DOWN, by what Kinesis says
     * (MillisBehindLatest) and by how long the route takes. A first start that reads all the stream holds is DOWN
     * until it has caught up so far. 0: as far as it likes.
     */
    private java.time.Duration healthCheckMaxMillisBehindLatest;

    /**
     * A Camel StateRepository to keep positions in, given by reference, instead of a positionStore. What survives
     * depends on the repository. The name of a bean, with or without # before it.
     */
    private String offsetRepository;

    /**
     * What to do when reading cannot go on where it stopped, because that is older than the stream's retention, or the
     * stream was deleted and made again. oldest: a warning, and reading begins with the oldest record there is. fail:
     * an error to the exception handler, and the shard or stream is not read.
     */
    private io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnInvalidPosition onInvalidPosition;

    /**
     * What to do when the stream is not there: at the start, because it is still being created, or because it is
     * deleted while the route runs. fail: an error at the start, and later one to the exception handler, after which
     * nothing is read. wait: look for it until it is there; a stream that is made again is read as a new one.
     */
    private io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnMissingStream onMissingStream;

    /**
     * The directory for positionStore=file, on a disk that outlives the process. It is made when it is missing.
     * Applications can share it.
     */
    private String positionDirectory;

    /**
     * Where positions are kept from one start to the next. memory: they end with the process. file: in files in
     * positionDirectory. Or a bean that is a PositionStore, given by reference (#name), such as a
     * DynamoDbPositionStore.
     */
    private String positionStore;

    /**
     * The ids of the shards to read, separated by commas, with what comes of them by splits and merges. Default: all
     * shards.
     */
    private String shardIds;

    /**
     * Skip what the stream holds already and start with what arrives from now on. Only asked at the first start of an
     * application on a stream: afterwards reading goes on where it stopped.
     */
    private Boolean startFromLatest;

    /**
     * At the first start of an application on a stream: read what arrived at this moment or later, such as
     * 2026-01-31T12:00:00Z. Not together with startFromLatest.
     */
    private String startTimestamp;

    /**
     * How often the positions of what the route is done with are saved.
     */
    private java.time.Duration commitInterval;

    /**
     * How many bytes of records may be held over all shards before they are handed to the route. When they are used up
     * no more is asked of Kinesis until the route has taken some. At least 1048576.
     */
    private Long maxBufferedBytes;

    /**
     * After how long to renew a subscription that the service has not ended itself, which it does after five minutes.
     * At least 10 seconds.
     */
    private java.time.Duration subscriptionRefreshInterval;

    /**
     * Create a stream that does not exist when something is written to it. Streams cost money: this is asked for, not
     * assumed.
     */
    private Boolean autoCreateStream;

    /**
     * How many shards a stream gets that autoCreateStream creates. Without it the stream is made in on-demand mode,
     * where the service sees to the shards.
     */
    private Integer autoCreateStreamShards;

    /**
     * How long a record is tried, throttling and other failures that may pass included, before its exchange fails. A
     * request that is under way at that moment is still waited for.
     */
    private java.time.Duration deliveryTimeout;

    /**
     * Whether the producer should be started lazy (on the first message). By starting lazy you can use this to allow
     * CamelContext and routes to startup in situations where a producer may otherwise fail during starting and cause
     * the route to fail being started. By deferring this startup to be lazy then the startup failure can be handled
     * during routing messages via Camel's routing error handlers. Beware that when the first message is processed then
     * creating and starting the producer may take a little time and prolong the total processing time of the
     * processing.
     */
    private Boolean lazyStartProducer;

    /**
     * The largest record, data and partition key together, in bytes, at most 10485760: a larger one fails before
     * anything of it is sent. Set it where the stream is set to take more than 1048576. stream: ask the stream, which
     * needs the permission kinesis:DescribeStreamSummary; without it 1048576 is the limit.
     */
    private String maxRecordSize;

    /**
     * What to do with a record when the answer to its request is lost, so that it may be in the stream or not. resend:
     * it is sent again, and may be in the stream twice. fail: its exchange fails with an UnknownOutcomeException.
     */
    private io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnLostAnswer onLostAnswer;

    /**
     * What gives the partition key: an expression such as ${header.customer}, or a bean given by reference (#name)
     * that is an Expression, a Function of the exchange, or has a method for it. Where it gives nothing, the record
     * key is used. Not together with partitionKeyTemplate.
     */
    private String partitionKey;

    /**
     * The language that partitionKey and explicitHashKey are written in.
     */
    private String partitionKeyLanguage;

    /**
     * A FreeMarker template that gives the partition key, inline or as resource:classpath:... or resource:file:....
     * Where it gives nothing, the record key is used. Put an inline template into RAW(...) in a URI.
     */
    private String partitionKeyTemplate;

    /**
     * Which order of records is kept, retries included. partitionKey: records of one partition key arrive in the order
     * in which they were handed over; at most one of them is on its way at a time. none: records travel as they come,
     * which is faster where many have the same key.
     */
    private io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder sendOrder;

    /**
     * A FreeMarker template that gives the name of the stream each message is written to. Where it gives nothing, the
     * endpoint's stream is used.
     */
    private String streamNameTemplate;

    /**
     * Whether a body that can be iterated over (a collection, an iterator, an array of objects) is many records, one
     * for each element, or one record of what Camel's converters make of it.
     */
    private Boolean useIterator;

    /**
     * What gives the explicit hash key, a decimal number, at least 0 and below 2 to the power of 128, that decides the
     * shard instead of the partition key: an expression or a bean, as for partitionKey. Where it gives nothing, the
     * header is used, else there is none.
     */
    private String explicitHashKey;

    /**
     * How long a record waits for others to travel with while a request could be sent. With 0 those travel together
     * that gather while earlier requests are unanswered. More makes fewer requests and later records.
     */
    private java.time.Duration linger;

    /**
     * How long the thread that hands a record over waits for room in the send buffer before the exchange fails.
     */
    private java.time.Duration maxBlockTime;

    /**
     * How many requests to a stream may be unanswered at a time. Beyond four, records gather for a twentieth of the
     * time an answer takes, 3 ms at most, before a further request goes.
     */
    private Integer maxInFlightRequests;

    /**
     * How many bytes of records may be held until they are written: data, partition key, and 512 bytes each for what
     * surrounds them. When they are used up the route waits, see maxBlockTime.
     */
    private Long sendBufferBytes;

    /**
     * A client to use for every call, given by reference, instead of ones made from the options. For a consumer it
     * must speak HTTP/2 (the SDK's Netty client, given to the SDK as a builder), with a read timeout of six minutes, a
     * maximum concurrency above the number of shards, and no API call timeout. It is not closed. The name of a bean,
     * with or without # before it.
     */
    private String amazonKinesisAsyncClient;

    /**
     * Whether autowiring is enabled. This is used for automatic autowiring options (the option must be marked as
     * autowired) by looking up in the registry to find if there is a single instance of matching type, which then gets
     * configured on the component. This can be used for automatic configuring JDBC data sources, JMS connection
     * factories, AWS Clients, etc.
     */
    private Boolean autowiredEnabled;

    /**
     * Used for enabling or disabling all consumer based health checks from this component
     */
    private Boolean healthCheckConsumerEnabled;

    /**
     * How long a failure that may pass by itself (a connection that breaks, throttling, an error of the service,
     * positions that cannot be saved, a send buffer that stays full) may last before the health check says DOWN. What
     * somebody has to see to, such as a missing permission or stream, is DOWN at once.
     */
    private java.time.Duration healthCheckErrorTolerance;

    /**
     * Used for enabling or disabling all producer based health checks from this component. Notice: Camel has by
     * default disabled all producer based health-checks. You can turn on producer checks globally by setting
     * camel.health.producersEnabled=true.
     */
    private Boolean healthCheckProducerEnabled;

    /**
     * How long work may stand still before the liveness check says DOWN, so that the process is started anew: for a
     * consumer, how long the route may not finish the oldest record that it has of a shard; for a producer, how long
     * nothing may be sent or answered while it holds records, at least deliveryTimeout and the time of a request. Set
     * it above what the route ever takes for a record, Camel's redeliveries included. 0: for ever.
     */
    private java.time.Duration healthCheckStuckTimeout;

    /**
     * The host of an HTTP proxy to go through. Goes with proxyPort.
     */
    private String proxyHost;

    /**
     * The port of the HTTP proxy. Goes with proxyHost.
     */
    private Integer proxyPort;

    /**
     * How to speak to the proxy itself.
     */
    private String proxyProtocol;

    /**
     * The access key id. Goes with secretAccessKey.
     */
    private String accessKeyId;

    /**
     * Take the credentials from the profile of this name in the AWS configuration files.
     */
    private String profileCredentialsName;

    /**
     * The secret access key. Goes with accessKeyId.
     */
    private String secretAccessKey;

    /**
     * The session token of temporary credentials. Goes with accessKeyId and secretAccessKey.
     */
    private String sessionToken;

    /**
     * Insecure: accept any TLS certificate, so that whoever is in between can read and change everything, credentials
     * among it. Only for tests against a local server with a certificate of its own.
     */
    private Boolean trustAllCertificates;

    /**
     * Take the credentials from the AWS SDK's default chain: system properties, environment, web identity token
     * (Kubernetes), profile, container, instance.
     */
    private Boolean useDefaultCredentialsProvider;

    private final Aws aws = new Aws();

    private final Auto auto = new Auto();

    public String getApplicationName() {
        return applicationName;
    }

    public void setApplicationName(String applicationName) {
        this.applicationName = applicationName;
    }

    public String getConfiguration() {
        return configuration;
    }

    public void setConfiguration(String configuration) {
        this.configuration = configuration;
    }

    public String getRegion() {
        return region;
    }

    public void setRegion(String region) {
        this.region = region;
    }

    public String getStreamArn() {
        return streamArn;
    }

    public void setStreamArn(String streamArn) {
        this.streamArn = streamArn;
    }

    public String getStreamName() {
        return streamName;
    }

    public void setStreamName(String streamName) {
        this.streamName = streamName;
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public Boolean getBreakOnFirstError() {
        return breakOnFirstError;
    }

    public void setBreakOnFirstError(Boolean breakOnFirstError) {
        this.breakOnFirstError = breakOnFirstError;
    }

    public Boolean getBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(Boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public Integer getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(Integer concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public String getConsumerArn() {
        return consumerArn;
    }

    public void setConsumerArn(String consumerArn) {
        this.consumerArn = consumerArn;
    }

    public String getConsumerName() {
        return consumerName;
    }

    public void setConsumerName(String consumerName) {
        this.consumerName = consumerName;
    }

    public io.github.camelconduit.kinesis.ConduitKinesisConfiguration.DeregisterConsumer getDeregisterConsumer() {
        return deregisterConsumer;
    }

    public void setDeregisterConsumer(io.github.camelconduit.kinesis.ConduitKinesisConfiguration.DeregisterConsumer deregisterConsumer) {
        this.deregisterConsumer = deregisterConsumer;
    }

    public java.time.Duration getHealthCheckMaxMillisBehindLatest() {
        return healthCheckMaxMillisBehindLatest;
    }

    public void setHealthCheckMaxMillisBehindLatest(java.time.Duration healthCheckMaxMillisBehindLatest) {
        this.healthCheckMaxMillisBehindLatest = healthCheckMaxMillisBehindLatest;
    }

    public String getOffsetRepository() {
        return offsetRepository;
    }

    public void setOffsetRepository(String offsetRepository) {
        this.offsetRepository = offsetRepository;
    }

    public io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnInvalidPosition getOnInvalidPosition() {
        return onInvalidPosition;
    }

    public void setOnInvalidPosition(io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnInvalidPosition onInvalidPosition) {
        this.onInvalidPosition = onInvalidPosition;
    }

    public io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnMissingStream getOnMissingStream() {
        return onMissingStream;
    }

    public void setOnMissingStream(io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnMissingStream onMissingStream) {
        this.onMissingStream = onMissingStream;
    }

    public String getPositionDirectory() {
        return positionDirectory;
    }

    public void setPositionDirectory(String positionDirectory) {
        this.positionDirectory = positionDirectory;
    }

    public String getPositionStore() {
        return positionStore;
    }

    public void setPositionStore(String positionStore) {
        this.positionStore = positionStore;
    }

    public String getShardIds() {
        return shardIds;
    }

    public void setShardIds(String shardIds) {
        this.shardIds = shardIds;
    }

    public Boolean getStartFromLatest() {
        return startFromLatest;
    }

    public void setStartFromLatest(Boolean startFromLatest) {
        this.startFromLatest = startFromLatest;
    }

    public String getStartTimestamp() {
        return startTimestamp;
    }

    public void setStartTimestamp(String startTimestamp) {
        this.startTimestamp = startTimestamp;
    }

    public java.time.Duration getCommitInterval() {
        return commitInterval;
    }

    public void setCommitInterval(java.time.Duration commitInterval) {
        this.commitInterval = commitInterval;
    }

    public Long getMaxBufferedBytes() {
        return maxBufferedBytes;
    }

    public void setMaxBufferedBytes(Long maxBufferedBytes) {
        this.maxBufferedBytes = maxBufferedBytes;
    }

    public java.time.Duration getSubscriptionRefreshInterval() {
        return subscriptionRefreshInterval;
    }

    public void setSubscriptionRefreshInterval(java.time.Duration subscriptionRefreshInterval) {
        this.subscriptionRefreshInterval = subscriptionRefreshInterval;
    }

    public Boolean getAutoCreateStream() {
        return autoCreateStream;
    }

    public void setAutoCreateStream(Boolean autoCreateStream) {
        this.autoCreateStream = autoCreateStream;
    }

    public Integer getAutoCreateStreamShards() {
        return autoCreateStreamShards;
    }

    public void setAutoCreateStreamShards(Integer autoCreateStreamShards) {
        this.autoCreateStreamShards = autoCreateStreamShards;
    }

    public java.time.Duration getDeliveryTimeout() {
        return deliveryTimeout;
    }

    public void setDeliveryTimeout(java.time.Duration deliveryTimeout) {
        this.deliveryTimeout = deliveryTimeout;
    }

    public Boolean getLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(Boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }

    public String getMaxRecordSize() {
        return maxRecordSize;
    }

    public void setMaxRecordSize(String maxRecordSize) {
        this.maxRecordSize = maxRecordSize;
    }

    public io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnLostAnswer getOnLostAnswer() {
        return onLostAnswer;
    }

    public void setOnLostAnswer(io.github.camelconduit.kinesis.ConduitKinesisConfiguration.OnLostAnswer onLostAnswer) {
        this.onLostAnswer = onLostAnswer;
    }

    public String getPartitionKey() {
        return partitionKey;
    }

    public void setPartitionKey(String partitionKey) {
        this.partitionKey = partitionKey;
    }

    public String getPartitionKeyLanguage() {
        return partitionKeyLanguage;
    }

    public void setPartitionKeyLanguage(String partitionKeyLanguage) {
        this.partitionKeyLanguage = partitionKeyLanguage;
    }

    public String getPartitionKeyTemplate() {
        return partitionKeyTemplate;
    }

    public void setPartitionKeyTemplate(String partitionKeyTemplate) {
        this.partitionKeyTemplate = partitionKeyTemplate;
    }

    public io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder getSendOrder() {
        return sendOrder;
    }

    public void setSendOrder(io.github.camelconduit.kinesis.ConduitKinesisConfiguration.SendOrder sendOrder) {
        this.sendOrder = sendOrder;
    }

    public String getStreamNameTemplate() {
        return streamNameTemplate;
    }

    public void setStreamNameTemplate(String streamNameTemplate) {
        this.streamNameTemplate = streamNameTemplate;
    }

    public Boolean getUseIterator() {
        return useIterator;
    }

    public void setUseIterator(Boolean useIterator) {
        this.useIterator = useIterator;
    }

    public String getExplicitHashKey() {
        return explicitHashKey;
    }

    public void setExplicitHashKey(String explicitHashKey) {
        this.explicitHashKey = explicitHashKey;
    }

    public java.time.Duration getLinger() {
        return linger;
    }

    public void setLinger(java.time.Duration linger) {
        this.linger = linger;
    }

    public java.time.Duration getMaxBlockTime() {
        return maxBlockTime;
    }

    public void setMaxBlockTime(java.time.Duration maxBlockTime) {
        this.maxBlockTime = maxBlockTime;
    }

    public Integer getMaxInFlightRequests() {
        return maxInFlightRequests;
    }

    public void setMaxInFlightRequests(Integer maxInFlightRequests) {
        this.maxInFlightRequests = maxInFlightRequests;
    }

    public Long getSendBufferBytes() {
        return sendBufferBytes;
    }

    public void setSendBufferBytes(Long sendBufferBytes) {
        this.sendBufferBytes = sendBufferBytes;
    }

    public String getAmazonKinesisAsyncClient() {
        return amazonKinesisAsyncClient;
    }

    public void setAmazonKinesisAsyncClient(String amazonKinesisAsyncClient) {
        this.amazonKinesisAsyncClient = amazonKinesisAsyncClient;
    }

    public Boolean getAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(Boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public Boolean getHealthCheckConsumerEnabled() {
        return healthCheckConsumerEnabled;
    }

    public void setHealthCheckConsumerEnabled(Boolean healthCheckConsumerEnabled) {
        this.healthCheckConsumerEnabled = healthCheckConsumerEnabled;
    }

    public java.time.Duration getHealthCheckErrorTolerance() {
        return healthCheckErrorTolerance;
    }

    public void setHealthCheckErrorTolerance(java.time.Duration healthCheckErrorTolerance) {
        this.healthCheckErrorTolerance = healthCheckErrorTolerance;
    }

    public Boolean getHealthCheckProducerEnabled() {
        return healthCheckProducerEnabled;
    }

    public void setHealthCheckProducerEnabled(Boolean healthCheckProducerEnabled) {
        this.healthCheckProducerEnabled = healthCheckProducerEnabled;
    }

    public java.time.Duration getHealthCheckStuckTimeout() {
        return healthCheckStuckTimeout;
    }

    public void setHealthCheckStuckTimeout(java.time.Duration healthCheckStuckTimeout) {
        this.healthCheckStuckTimeout = healthCheckStuckTimeout;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    public String getProxyProtocol() {
        return proxyProtocol;
    }

    public void setProxyProtocol(String proxyProtocol) {
        this.proxyProtocol = proxyProtocol;
    }

    public String getAccessKeyId() {
        return accessKeyId;
    }

    public void setAccessKeyId(String accessKeyId) {
        this.accessKeyId = accessKeyId;
    }

    public String getProfileCredentialsName() {
        return profileCredentialsName;
    }

    public void setProfileCredentialsName(String profileCredentialsName) {
        this.profileCredentialsName = profileCredentialsName;
    }

    public String getSecretAccessKey() {
        return secretAccessKey;
    }

    public void setSecretAccessKey(String secretAccessKey) {
        this.secretAccessKey = secretAccessKey;
    }

    public String getSessionToken() {
        return sessionToken;
    }

    public void setSessionToken(String sessionToken) {
        this.sessionToken = sessionToken;
    }

    public Boolean getTrustAllCertificates() {
        return trustAllCertificates;
    }

    public void setTrustAllCertificates(Boolean trustAllCertificates) {
        this.trustAllCertificates = trustAllCertificates;
    }

    public Boolean getUseDefaultCredentialsProvider() {
        return useDefaultCredentialsProvider;
    }

    public void setUseDefaultCredentialsProvider(Boolean useDefaultCredentialsProvider) {
        this.useDefaultCredentialsProvider = useDefaultCredentialsProvider;
    }

    public Aws getAws() {
        return aws;
    }

    public Auto getAuto() {
        return auto;
    }

    /**
     * The properties {@code camel.component.conduit-kinesis.aws.*}.
     */
    public static class Aws {

        /**
         * The name in the Conduit connector for accessKeyId: The access key id. Goes with secretAccessKey.
         */
        private String accessKeyId;

        /**
         * The name in the Conduit connector for secretAccessKey: The secret access key. Goes with accessKeyId.
         */
        private String secretAccessKey;

        /**
         * The name in the Conduit connector for sessionToken: The session token of temporary credentials. Goes with
         * accessKeyId and secretAccessKey.
         */
        private String sessionToken;

        /**
         * The name in the Conduit connector for region: The AWS region of the stream, such as eu-central-1. Needed
         * unless the stream's ARN or an injected client says it.
         */
        private String region;

        /**
         * The name in the Conduit connector for url: The URL of the service, where it is not the region's own: a local
         * server such as http://localhost:4567, or a VPC endpoint.
         */
        private String url;

        public String getAccessKeyId() {
            return accessKeyId;
        }

        public void setAccessKeyId(String accessKeyId) {
            this.accessKeyId = accessKeyId;
        }

        public String getSecretAccessKey() {
            return secretAccessKey;
        }

        public void setSecretAccessKey(String secretAccessKey) {
            this.secretAccessKey = secretAccessKey;
        }

        public String getSessionToken() {
            return sessionToken;
        }

        public void setSessionToken(String sessionToken) {
            this.sessionToken = sessionToken;
        }

        public String getRegion() {
            return region;
        }

        public void setRegion(String region) {
            this.region = region;
        }

        public String getUrl() {
            return url;
        }

        public void setUrl(String url) {
            this.url = url;
        }
    }

    /**
     * The properties {@code camel.component.conduit-kinesis.auto.*}.
     */
    public static class Auto {

        private final Create create = new Create();

        public Create getCreate() {
            return create;
        }

        /**
         * The properties {@code camel.component.conduit-kinesis.auto.create.*}.
         */
        public static class Create {

            /**
             * The name in the Conduit connector for autoCreateStream: Create a stream that does not exist when
             * something is written to it. Streams cost money: this is asked for, not assumed.
             */
            private Boolean streams;

            public Boolean getStreams() {
                return streams;
            }

            public void setStreams(Boolean streams) {
                this.streams = streams;
            }
        }
    }

    /**
     * What is set, under the names of the component's options.
     */
    Map<String, Object> options() {
        SetOptions set = new SetOptions();
        set.value("applicationName", applicationName);
        set.bean("configuration", configuration);
        set.value("region", region);
        set.value("streamArn", streamArn);
        set.value("streamName", streamName);
        set.value("url", url);
        set.value("breakOnFirstError", breakOnFirstError);
        set.value("bridgeErrorHandler", bridgeErrorHandler);
        set.value("concurrentConsumers", concurrentConsumers);
        set.value("consumerArn", consumerArn);
        set.value("consumerName", consumerName);
        set.value("deregisterConsumer", deregisterConsumer);
        set.value("healthCheckMaxMillisBehindLatest", healthCheckMaxMillisBehindLatest);
        set.bean("offsetRepository", offsetRepository);
        set.value("onInvalidPosition", onInvalidPosition);
        set.value("onMissingStream", onMissingStream);
        set.value("positionDirectory", positionDirectory);
        set.value("positionStore", positionStore);
        set.value("shardIds", shardIds);
        set.value("startFromLatest", startFromLatest);
        set.value("startTimestamp", startTimestamp);
        set.value("commitInterval", commitInterval);
        set.value("maxBufferedBytes", maxBufferedBytes);
        set.value("subscriptionRefreshInterval", subscriptionRefreshInterval);
        set.value("autoCreateStream", autoCreateStream);
        set.value("autoCreateStreamShards", autoCreateStreamShards);
        set.value("deliveryTimeout", deliveryTimeout);
        set.value("lazyStartProducer", lazyStartProducer);
        set.value("maxRecordSize", maxRecordSize);
        set.value("onLostAnswer", onLostAnswer);
        set.value("partitionKey", partitionKey);
        set.value("partitionKeyLanguage", partitionKeyLanguage);
        set.value("partitionKeyTemplate", partitionKeyTemplate);
        set.value("sendOrder", sendOrder);
        set.value("streamNameTemplate", streamNameTemplate);
        set.value("useIterator", useIterator);
        set.value("explicitHashKey", explicitHashKey);
        set.value("linger", linger);
        set.value("maxBlockTime", maxBlockTime);
        set.value("maxInFlightRequests", maxInFlightRequests);
        set.value("sendBufferBytes", sendBufferBytes);
        set.bean("amazonKinesisAsyncClient", amazonKinesisAsyncClient);
        set.value("autowiredEnabled", autowiredEnabled);
        set.value("healthCheckConsumerEnabled", healthCheckConsumerEnabled);
        set.value("healthCheckErrorTolerance", healthCheckErrorTolerance);
        set.value("healthCheckProducerEnabled", healthCheckProducerEnabled);
        set.value("healthCheckStuckTimeout", healthCheckStuckTimeout);
        set.value("proxyHost", proxyHost);
        set.value("proxyPort", proxyPort);
        set.value("proxyProtocol", proxyProtocol);
        set.value("accessKeyId", accessKeyId);
        set.value("profileCredentialsName", profileCredentialsName);
        set.value("secretAccessKey", secretAccessKey);
        set.value("sessionToken", sessionToken);
        set.value("trustAllCertificates", trustAllCertificates);
        set.value("useDefaultCredentialsProvider", useDefaultCredentialsProvider);
        set.entry("aws", "accessKeyId", aws.accessKeyId);
        set.entry("aws", "secretAccessKey", aws.secretAccessKey);
        set.entry("aws", "sessionToken", aws.sessionToken);
        set.entry("aws", "region", aws.region);
        set.entry("aws", "url", aws.url);
        set.value("autoCreateStreams", auto.create.streams);
        return set.toMap();
    }
}
