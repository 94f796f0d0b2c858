package io.github.camelconduit.kinesis;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * The configuration table: every option of the component and its endpoints. The option metadata, the configurers, the
 * URI factory and the tables in the documentation are generated from it.
 *
 * <p>Durations are milliseconds; in text also as Camel reads them ({@code 5s}, {@code 2m30s}). Not thread-safe: set
 * before the endpoint starts and read only after.
 */
@UriParams
public class ConduitKinesisConfiguration implements Cloneable {

    @UriPath(description = "The name or the ARN of the stream. Give the ARN for a stream of another account.")
    @Metadata(required = true)
    private String streamNameOrArn;

    @UriParam(
            description =
                    "The name of the stream. It may repeat what the path says and must agree with it. For a producer it may be a FreeMarker template instead, which is the same as streamNameTemplate.")
    private String streamName;

    @UriParam(
            description =
                    "The ARN of the stream. It may repeat or complete what the path says and must agree with it. Needed for a stream of another account.")
    private String streamArn;

    @UriParam(
            description =
                    "The AWS region of the stream, such as eu-central-1. Needed unless the stream's ARN or an injected client says it.")
    private String region;

    @UriParam(
            description =
                    "The URL of the service, where it is not the region's own: a local server such as http://localhost:4567, or a VPC endpoint.")
    private String url;

    @UriParam(
            label = "advanced",
            secret = true,
            prefix = "aws.",
            multiValue = true,
            description =
                    "The names that the Conduit connector has for accessKeyId, secretAccessKey, region and url: aws.accessKeyId, aws.secretAccessKey, aws.region, aws.url (and aws.sessionToken)")
    private Map<String, Object> aws;

    @UriParam(
            description =
                    "Under which name positions are kept and the stream consumer is registered. Give each application that reads the same stream its own. Default: the name of the Camel context.")
    private String applicationName;

    @UriParam(label = "security", secret = true, description = "The access key id. Goes with secretAccessKey.")
    private String accessKeyId;

    @UriParam(label = "security", secret = true, description = "The secret access key. Goes with accessKeyId.")
    private String secretAccessKey;

    @UriParam(
            label = "security",
            secret = true,
            description = "The session token of temporary credentials. Goes with accessKeyId and secretAccessKey.")
    private String sessionToken;

    @UriParam(
            label = "security",
            description =
                    "Take the credentials from the AWS SDK's default chain: system properties, environment, web identity token (Kubernetes), profile, container, instance.")
    private boolean useDefaultCredentialsProvider;

    @UriParam(
            label = "security",
            description = "Take the credentials from the profile of this name in the AWS configuration files.")
    private String profileCredentialsName;

    @UriParam(
            label = "security",
            description =
                    "Insecure: accept any TLS certificate, so that whoever is in between can read and change everything, credentials among it. Only for tests against a local server with a certificate of its own.")
    private boolean trustAllCertificates;

    @UriParam(label = "proxy", description = "The host of an HTTP proxy to go through. Goes with proxyPort.")
    private String proxyHost;

    @UriParam(label = "proxy", description = "The port of the HTTP proxy. Goes with proxyHost.")
    private Integer proxyPort;

    @UriParam(
            label = "proxy",
            enums = "http,https",
            defaultValue = "http",
            description = "How to speak to the proxy itself.")
    private String proxyProtocol = "http";

    @UriParam(
            label = "health",
            defaultValue = "30000",
            javaType = "java.time.Duration",
            description =
                    "How long a failure that may pass by itself (a connection that breaks, throttling, an error of the service, positions that cannot be saved, a send buffer that stays full) may last before the health check says DOWN. What somebody has to see to, such as a missing permission or stream, is DOWN at once.")
    private long healthCheckErrorTolerance = 30_000;

    @UriParam(
            label = "health",
            defaultValue = "300000",
            javaType = "java.time.Duration",
            description =
                    "How long work may stand still before the liveness check says DOWN, so that the process is started anew: for a consumer, how long the route may not finish the oldest record that it has of a shard; for a producer, how long nothing may be sent or answered while it holds records, at least deliveryTimeout and the time of a request. Set it above what the route ever takes for a record, Camel's redeliveries included. 0: for ever.")
    private long healthCheckStuckTimeout = 300_000;

    // Not autowired: a client that an application has for other purposes reads shards for ten seconds and then fails.
    @UriParam(
            label = "advanced",
            description =
                    "A client to use for every call, given by reference, instead of ones made from the options. For a consumer it must speak HTTP/2 (the SDK's Netty client, given to the SDK as a builder), with a read timeout of six minutes, a maximum concurrency above the number of shards, and no API call timeout. It is not closed.")
    private KinesisAsyncClient amazonKinesisAsyncClient;

    @UriParam(
            label = "consumer",
            description =
                    "Skip what the stream holds already and start with what arrives from now on. Only asked at the first start of an application on a stream: afterwards reading goes on where it stopped.")
    private boolean startFromLatest;

    @UriParam(
            label = "consumer",
            description =
                    "At the first start of an application on a stream: read what arrived at this moment or later, such as 2026-01-31T12:00:00Z. Not together with startFromLatest.")
    private String startTimestamp;

    @UriParam(
            label = "consumer",
            description =
                    "The ids of the shards to read, separated by commas, with what comes of them by splits and merges. Default: all shards.")
    private String shardIds;

    @UriParam(
            label = "consumer",
            enums = "fail,wait",
            defaultValue = "fail",
            description =
                    "What to do when the stream is not there: at the start, because it is still being created, or because it is deleted while the route runs. fail: an error at the start, and later one to the exception handler, after which nothing is read. wait: look for it until it is there; a stream that is made again is read as a new one.")
    private OnMissingStream onMissingStream = OnMissingStream.fail;

    @UriParam(
            label = "consumer",
            enums = "oldest,fail",
            defaultValue = "oldest",
            description =
                    "What to do when reading cannot go on where it stopped, because that is older than the stream's retention, or the stream was deleted and made again. oldest: a warning, and reading begins with the oldest record there is. fail: an error to the exception handler, and the shard or stream is not read.")
    private OnInvalidPosition onInvalidPosition = OnInvalidPosition.oldest;

    @UriParam(
            label = "consumer",
            description =
                    "What to do with a record that failed although Camel's error handling was through with it. false: it is told to the exception handler and counts as done, the shard goes on. true: it is delivered again, after a pause that grows from 1 to 30 seconds, until it does not fail; its shard waits, the others go on.")
    private boolean breakOnFirstError;

    @UriParam(
            label = "consumer",
            description =
                    "The name of the stream consumer (the registered fan-out consumer) to use, found or registered at start. At most one process can read with it at a time. Default: made from applicationName and the id of the route, the same at every start.")
    private String consumerName;

    @UriParam(
            label = "consumer",
            description =
                    "The ARN of a stream consumer that is registered already. It is used as it is, never registered or removed. Not together with consumerName.")
    private String consumerArn;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            javaType = "java.time.Duration",
            description =
                    "How far a shard may be behind its tip before the readiness check says DOWN, by what Kinesis says (MillisBehindLatest) and by how long the route takes. A first start that reads all the stream holds is DOWN until it has caught up so far. 0: as far as it likes.")
    private long healthCheckMaxMillisBehindLatest;

    @UriParam(
            label = "consumer",
            enums = "never,onStop",
            defaultValue = "never",
            description =
                    "Whether to deregister the stream consumer. never: it is kept for the next start (AWS charges for it while it exists). onStop: removed when the route stops, if this route registered it.")
    private DeregisterConsumer deregisterConsumer = DeregisterConsumer.never;

    @UriParam(
            label = "consumer",
            defaultValue = "10",
            description =
                    "How many threads process records. A shard is processed by one of them at a time, in order; more threads help when routes block and there are more shards.")
    private int concurrentConsumers = 10;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "67108864",
            description =
                    "How many bytes of records may be held over all shards before they are handed to the route. When they are used up no more is asked of Kinesis until the route has taken some. At least 1048576.")
    private long maxBufferedBytes = 64L * 1024 * 1024;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "330000",
            javaType = "java.time.Duration",
            description =
                    "After how long to renew a subscription that the service has not ended itself, which it does after five minutes. At least 10 seconds.")
    private long subscriptionRefreshInterval = 330_000;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "1000",
            javaType = "java.time.Duration",
            description = "How often the positions of what the route is done with are saved.")
    private long commitInterval = 1_000;

    // An object, because it is a bean or one of two words.
    @UriParam(
            label = "consumer",
            defaultValue = "memory",
            description =
                    "Where positions are kept from one start to the next. memory: they end with the process. file: in files in positionDirectory. Or a bean that is a PositionStore, given by reference (#name), such as a DynamoDbPositionStore.")
    private Object positionStore;

    @UriParam(
            label = "consumer",
            description =
                    "The directory for positionStore=file, on a disk that outlives the process. It is made when it is missing. Applications can share it.")
    private String positionDirectory;

    @UriParam(
            label = "consumer",
            description =
                    "A Camel StateRepository to keep positions in, given by reference, instead of a positionStore. What survives depends on the repository.")
    private StateRepository<String, String> offsetRepository;

    // Objects, because they are beans or texts.
    @UriParam(
            label = "producer",
            description =
                    "What gives the partition key: an expression such as ${header.customer}, or a bean given by reference (#name) that is an Expression, a Function of the exchange, or has a method for it. Where it gives nothing, the record key is used. Not together with partitionKeyTemplate.")
    private Object partitionKey;

    @UriParam(
            label = "producer",
            defaultValue = "simple",
            description = "The language that partitionKey and explicitHashKey are written in.")
    private String partitionKeyLanguage = "simple";

    @UriParam(
            label = "producer,advanced",
            description =
                    "What gives the explicit hash key, a decimal number, at least 0 and below 2 to the power of 128, that decides the shard instead of the partition key: an expression or a bean, as for partitionKey. Where it gives nothing, the header is used, else there is none.")
    private Object explicitHashKey;

    @UriParam(
            label = "producer",
            description =
                    "A FreeMarker template that gives the partition key, inline or as resource:classpath:... or resource:file:.... Where it gives nothing, the record key is used. Put an inline template into RAW(...) in a URI.")
    @Metadata(supportFileReference = true)
    private String partitionKeyTemplate;

    @UriParam(
            label = "producer",
            description =
                    "A FreeMarker template that gives the name of the stream each message is written to. Where it gives nothing, the endpoint's stream is used.")
    @Metadata(supportFileReference = true)
    private String streamNameTemplate;

    @UriParam(
            label = "producer",
            description =
                    "Create a stream that does not exist when something is written to it. Streams cost money: this is asked for, not assumed.")
    private boolean autoCreateStream;

    @UriParam(
            label = "producer",
            description =
                    "How many shards a stream gets that autoCreateStream creates. Without it the stream is made in on-demand mode, where the service sees to the shards.")
    private Integer autoCreateStreamShards;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description =
                    "Whether a body that can be iterated over (a collection, an iterator, an array of objects) is many records, one for each element, or one record of what Camel's converters make of it.")
    private boolean useIterator = true;

    @UriParam(
            label = "producer",
            enums = "partitionKey,none",
            defaultValue = "partitionKey",
            description =
                    "Which order of records is kept, retries included. partitionKey: records of one partition key arrive in the order in which they were handed over; at most one of them is on its way at a time. none: records travel as they come, which is faster where many have the same key.")
    private SendOrder sendOrder = SendOrder.partitionKey;

    @UriParam(
            label = "producer",
            defaultValue = "120000",
            javaType = "java.time.Duration",
            description =
                    "How long a record is tried, throttling and other failures that may pass included, before its exchange fails. A request that is under way at that moment is still waited for.")
    private long deliveryTimeout = 120_000;

    @UriParam(
            label = "producer",
            enums = "resend,fail",
            defaultValue = "resend",
            description =
                    "What to do with a record when the answer to its request is lost, so that it may be in the stream or not. resend: it is sent again, and may be in the stream twice. fail: its exchange fails with an UnknownOutcomeException.")
    private OnLostAnswer onLostAnswer = OnLostAnswer.resend;

    @UriParam(
            label = "producer",
            defaultValue = "1048576",
            description =
                    "The largest record, data and partition key together, in bytes, at most 10485760: a larger one fails before anything of it is sent. Set it where the stream is set to take more than 1048576. stream: ask the stream, which needs the permission kinesis:DescribeStreamSummary; without it 1048576 is the limit.")
    private String maxRecordSize = "1048576";

    @UriParam(
            label = "producer,advanced",
            defaultValue = "0",
            javaType = "java.time.Duration",
            description =
                    "How long a record waits for others to travel with while a request could be sent. With 0 those travel together that gather while earlier requests are unanswered. More makes fewer requests and later records.")
    private long linger;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "16",
            description =
                    "How many requests to a stream may be unanswered at a time. Beyond four, records gather for a twentieth of the time an answer takes, 3 ms at most, before a further request goes.")
    private int maxInFlightRequests = 16;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "33554432",
            description =
                    "How many bytes of records may be held until they are written: data, partition key, and 512 bytes each for what surrounds them. When they are used up the route waits, see maxBlockTime.")
    private long sendBufferBytes = 32L * 1024 * 1024;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description =
                    "How long the thread that hands a record over waits for room in the send buffer before the exchange fails.")
    private long maxBlockTime = 60_000;

    /** What to do with a record whose outcome is unknown. */
    public enum OnLostAnswer {
        resend,
        fail
    }

    /** Which order of records is kept by the producer. */
    public enum SendOrder {
        partitionKey,
        none
    }

    private boolean autoCreateStreamSet;

    /** What the component property {@code auto.create.streams} said, or null; settled before an endpoint is made. */
    private Boolean autoCreateStreams;

    /** What to do about a stream that is not there. */
    public enum OnMissingStream {
        fail,
        wait
    }

    /** What to do about a position from which reading cannot go on. */
    public enum OnInvalidPosition {
        oldest,
        fail
    }

    /** When the stream consumer is deregistered. */
    public enum DeregisterConsumer {
        never,
        onStop
    }

    /** A copy that can be changed without changing this one. */
    public ConduitKinesisConfiguration copy() {
        try {
            return (ConduitKinesisConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getStreamNameOrArn() {
        return streamNameOrArn;
    }

    public void setStreamNameOrArn(String streamNameOrArn) {
        this.streamNameOrArn = streamNameOrArn;
    }

    public String getStreamName() {
        return streamName;
    }

    public void setStreamName(String streamName) {
        this.streamName = streamName;
    }

    public String getStreamArn() {
        return streamArn;
    }

    public void setStreamArn(String streamArn) {
        this.streamArn = streamArn;
    }

    /**
     * Whether {@code streamName} holds a FreeMarker template, as the Conduit connector's destination allows, and not the
     * name itself.
     */
    boolean isStreamNameATemplate() {
        return FreeMarkerMarkup.isIn(streamName);
    }

    public Map<String, Object> getAws() {
        return aws;
    }

    public void setAws(Map<String, Object> aws) {
        this.aws = aws;
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

    public String getApplicationName() {
        return applicationName;
    }

    public void setApplicationName(String applicationName) {
        this.applicationName = applicationName;
    }

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

    public boolean isUseDefaultCredentialsProvider() {
        return useDefaultCredentialsProvider;
    }

    public void setUseDefaultCredentialsProvider(boolean useDefaultCredentialsProvider) {
        this.useDefaultCredentialsProvider = useDefaultCredentialsProvider;
    }

    public String getProfileCredentialsName() {
        return profileCredentialsName;
    }

    public void setProfileCredentialsName(String profileCredentialsName) {
        this.profileCredentialsName = profileCredentialsName;
    }

    public boolean isTrustAllCertificates() {
        return trustAllCertificates;
    }

    public void setTrustAllCertificates(boolean trustAllCertificates) {
        this.trustAllCertificates = trustAllCertificates;
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

    public KinesisAsyncClient getAmazonKinesisAsyncClient() {
        return amazonKinesisAsyncClient;
    }

    public void setAmazonKinesisAsyncClient(KinesisAsyncClient amazonKinesisAsyncClient) {
        this.amazonKinesisAsyncClient = amazonKinesisAsyncClient;
    }

    public long getHealthCheckErrorTolerance() {
        return healthCheckErrorTolerance;
    }

    public void setHealthCheckErrorTolerance(long healthCheckErrorTolerance) {
        this.healthCheckErrorTolerance = healthCheckErrorTolerance;
    }

    public long getHealthCheckStuckTimeout() {
        return healthCheckStuckTimeout;
    }

    public void setHealthCheckStuckTimeout(long healthCheckStuckTimeout) {
        this.healthCheckStuckTimeout = healthCheckStuckTimeout;
    }

    public long getHealthCheckMaxMillisBehindLatest() {
        return healthCheckMaxMillisBehindLatest;
    }

    public void setHealthCheckMaxMillisBehindLatest(long healthCheckMaxMillisBehindLatest) {
        this.healthCheckMaxMillisBehindLatest = healthCheckMaxMillisBehindLatest;
    }

    public boolean isStartFromLatest() {
        return startFromLatest;
    }

    public void setStartFromLatest(boolean startFromLatest) {
        this.startFromLatest = startFromLatest;
    }

    public String getStartTimestamp() {
        return startTimestamp;
    }

    public void setStartTimestamp(String startTimestamp) {
        this.startTimestamp = startTimestamp;
    }

    public String getShardIds() {
        return shardIds;
    }

    public void setShardIds(String shardIds) {
        this.shardIds = shardIds;
    }

    public OnMissingStream getOnMissingStream() {
        return onMissingStream;
    }

    public void setOnMissingStream(OnMissingStream onMissingStream) {
        this.onMissingStream = onMissingStream;
    }

    public OnInvalidPosition getOnInvalidPosition() {
        return onInvalidPosition;
    }

    public void setOnInvalidPosition(OnInvalidPosition onInvalidPosition) {
        this.onInvalidPosition = onInvalidPosition;
    }

    /** {@link #getStartTimestamp()} as a moment; null when it is not set. */
    Instant startInstant() {
        return Text.isEmpty(startTimestamp) ? null : Instant.parse(startTimestamp.trim());
    }

    /** {@link #getShardIds()} one by one. */
    Set<String> shardIdSet() {
        if (Text.isEmpty(shardIds)) {
            return Set.of();
        }
        return Arrays.stream(shardIds.split(","))
                .map(String::trim)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    public boolean isBreakOnFirstError() {
        return breakOnFirstError;
    }

    public void setBreakOnFirstError(boolean breakOnFirstError) {
        this.breakOnFirstError = breakOnFirstError;
    }

    public String getConsumerName() {
        return consumerName;
    }

    public void setConsumerName(String consumerName) {
        this.consumerName = consumerName;
    }

    public String getConsumerArn() {
        return consumerArn;
    }

    public void setConsumerArn(String consumerArn) {
        this.consumerArn = consumerArn;
    }

    public DeregisterConsumer getDeregisterConsumer() {
        return deregisterConsumer;
    }

    public void setDeregisterConsumer(DeregisterConsumer deregisterConsumer) {
        this.deregisterConsumer = deregisterConsumer;
    }

    public int getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(int concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public long getMaxBufferedBytes() {
        return maxBufferedBytes;
    }

    public void setMaxBufferedBytes(long maxBufferedBytes) {
        this.maxBufferedBytes = maxBufferedBytes;
    }

    public long getSubscriptionRefreshInterval() {
        return subscriptionRefreshInterval;
    }

    public void setSubscriptionRefreshInterval(long subscriptionRefreshInterval) {
        this.subscriptionRefreshInterval = subscriptionRefreshInterval;
    }

    public long getCommitInterval() {
        return commitInterval;
    }

    public void setCommitInterval(long commitInterval) {
        this.commitInterval = commitInterval;
    }

    public Object getPositionStore() {
        return positionStore;
    }

    /** Takes a {@link io.github.camelconduit.kinesis.position.PositionStore}, or {@code memory} or {@code file}. */
    public void setPositionStore(Object positionStore) {
        this.positionStore = positionStore;
    }

    public String getPositionDirectory() {
        return positionDirectory;
    }

    public void setPositionDirectory(String positionDirectory) {
        this.positionDirectory = positionDirectory;
    }

    public StateRepository<String, String> getOffsetRepository() {
        return offsetRepository;
    }

    public void setOffsetRepository(StateRepository<String, String> offsetRepository) {
        this.offsetRepository = offsetRepository;
    }

    public Object getPartitionKey() {
        return partitionKey;
    }

    /**
     * Takes an expression as text, an {@link org.apache.camel.Expression}, a {@link java.util.function.Function} of the
     * exchange, or a bean with a method for it.
     */
    public void setPartitionKey(Object partitionKey) {
        this.partitionKey = partitionKey;
    }

    public Object getExplicitHashKey() {
        return explicitHashKey;
    }

    /** Takes what {@link #setPartitionKey} takes. */
    public void setExplicitHashKey(Object explicitHashKey) {
        this.explicitHashKey = explicitHashKey;
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

    /** The template for the stream's name, from this option or from {@code streamName} where that holds one; or null. */
    public String getStreamNameTemplate() {
        if (Text.isEmpty(streamNameTemplate) && isStreamNameATemplate()) {
            return streamName;
        }
        return streamNameTemplate;
    }

    public void setStreamNameTemplate(String streamNameTemplate) {
        this.streamNameTemplate = streamNameTemplate;
    }

    public boolean isAutoCreateStream() {
        return autoCreateStream;
    }

    public void setAutoCreateStream(boolean autoCreateStream) {
        this.autoCreateStream = autoCreateStream;
        this.autoCreateStreamSet = true;
    }

    boolean isAutoCreateStreamSet() {
        return autoCreateStreamSet;
    }

    public Integer getAutoCreateStreamShards() {
        return autoCreateStreamShards;
    }

    public void setAutoCreateStreamShards(Integer autoCreateStreamShards) {
        this.autoCreateStreamShards = autoCreateStreamShards;
    }

    Boolean getAutoCreateStreams() {
        return autoCreateStreams;
    }

    void setAutoCreateStreams(Boolean autoCreateStreams) {
        this.autoCreateStreams = autoCreateStreams;
    }

    public boolean isUseIterator() {
        return useIterator;
    }

    public void setUseIterator(boolean useIterator) {
        this.useIterator = useIterator;
    }

    public SendOrder getSendOrder() {
        return sendOrder;
    }

    public void setSendOrder(SendOrder sendOrder) {
        this.sendOrder = sendOrder;
    }

    public long getDeliveryTimeout() {
        return deliveryTimeout;
    }

    public void setDeliveryTimeout(long deliveryTimeout) {
        this.deliveryTimeout = deliveryTimeout;
    }

    public OnLostAnswer getOnLostAnswer() {
        return onLostAnswer;
    }

    public void setOnLostAnswer(OnLostAnswer onLostAnswer) {
        this.onLostAnswer = onLostAnswer;
    }

    public String getMaxRecordSize() {
        return maxRecordSize;
    }

    public void setMaxRecordSize(String maxRecordSize) {
        this.maxRecordSize = maxRecordSize;
    }

    public long getLinger() {
        return linger;
    }

    public void setLinger(long linger) {
        this.linger = linger;
    }

    public int getMaxInFlightRequests() {
        return maxInFlightRequests;
    }

    public void setMaxInFlightRequests(int maxInFlightRequests) {
        this.maxInFlightRequests = maxInFlightRequests;
    }

    public long getSendBufferBytes() {
        return sendBufferBytes;
    }

    public void setSendBufferBytes(long sendBufferBytes) {
        this.sendBufferBytes = sendBufferBytes;
    }

    public long getMaxBlockTime() {
        return maxBlockTime;
    }

    public void setMaxBlockTime(long maxBlockTime) {
        this.maxBlockTime = maxBlockTime;
    }
}
