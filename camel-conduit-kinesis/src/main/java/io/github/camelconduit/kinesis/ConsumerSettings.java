package io.github.camelconduit.kinesis;

import java.time.Duration;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ShutdownStrategy;

import io.github.camelconduit.kinesis.fanout.FanOutSettings;

/** From a consumer's options, its route and its context to how its stream is read. */
final class ConsumerSettings {

    static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);

    /** The most that is waited for what may not end, such as a call to the store of positions. */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

    private ConsumerSettings() {}

    /** @throws IllegalArgumentException for a consumer that is no route's and has nothing to be named by */
    static FanOutSettings of(ConduitKinesisConsumer consumer) {
        ConduitKinesisConfiguration configuration = consumer.getEndpoint().getConfiguration();
        CamelContext context = consumer.getEndpoint().getCamelContext();
        String application = Text.hasText(configuration.getApplicationName())
                ? configuration.getApplicationName()
                : context.getName();
        StreamIdentity stream = consumer.getEndpoint().getStream();
        String consumerName = Text.hasText(configuration.getConsumerName())
                ? configuration.getConsumerName()
                : defaultConsumerName(consumer, application, stream);
        return new FanOutSettings(
                stream.name(),
                arnOf(stream, configuration),
                application,
                consumerName,
                configuration.getConsumerArn(),
                configuration.getDeregisterConsumer() == ConduitKinesisConfiguration.DeregisterConsumer.onStop,
                configuration.isStartFromLatest(),
                configuration.startInstant(),
                configuration.shardIdSet(),
                configuration.getOnMissingStream() == ConduitKinesisConfiguration.OnMissingStream.wait,
                configuration.getOnInvalidPosition() == ConduitKinesisConfiguration.OnInvalidPosition.fail,
                Duration.ofMillis(configuration.getSubscriptionRefreshInterval()),
                Duration.ofMillis(configuration.getCommitInterval()),
                patience(context));
    }

    /** The name or the ARN of the stream consumer. */
    static String streamConsumer(FanOutSettings settings) {
        return settings.consumerArn() != null ? settings.consumerArn() : settings.consumerName();
    }

    /** A stop has to end within Camel's shutdown timeout, and waits for more than one such thing. */
    static Duration patience(CamelContext context) {
        ShutdownStrategy shutdown = context.getShutdownStrategy();
        Duration part = Duration.of(
                        shutdown.getTimeout(), shutdown.getTimeUnit().toChronoUnit())
                .dividedBy(3);
        Duration most = part.compareTo(LONGEST_PATIENCE) < 0 ? part : LONGEST_PATIENCE;
        return most.compareTo(SHORTEST_PATIENCE) > 0 ? most : SHORTEST_PATIENCE;
    }

    /** A consumer that is no route's, such as that of pollEnrich, has nothing that it could be named by. */
    private static String defaultConsumerName(
            ConduitKinesisConsumer consumer, String application, StreamIdentity stream) {
        if (consumer.getRoute() != null) {
            return StreamConsumerNames.of(application, StreamConsumerNames.reader(consumer.getRoute(), stream.name()));
        }
        if (consumer.getEndpoint().getConfiguration().getConsumerArn() != null) {
            return null;
        }
        throw new IllegalArgumentException("Neither consumerName nor consumerArn is set for reading " + stream.name()
                + " outside of a route's from, as pollEnrich and ConsumerTemplate do: the default name is made of"
                + " the route's id. Set one of them.");
    }

    /** The ARN of a stream consumer says that of its stream: then nobody has to be asked for it. */
    private static String arnOf(StreamIdentity stream, ConduitKinesisConfiguration configuration) {
        if (stream.arn() != null || configuration.getConsumerArn() == null) {
            return stream.arn();
        }
        return StreamConsumerArn.parse("consumerArn", configuration.getConsumerArn()).stream()
                .arn();
    }
}
