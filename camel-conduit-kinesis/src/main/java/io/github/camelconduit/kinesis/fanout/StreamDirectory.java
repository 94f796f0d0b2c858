package io.github.camelconduit.kinesis.fanout;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.SequenceNumberRange;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

import io.github.camelconduit.kinesis.position.SequenceNumbers;

/** Asks the service what a stream is and which shards it has. Every method waits for the answer. */
final class StreamDirectory {

    /** How often a listing is begun anew because its token expired (after 300 s, API reference, ListShards). */
    private static final int RESTARTS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(StreamDirectory.class);

    private static final String LIST = "kinesis:ListShards";

    private final KinesisAsyncClient client;
    private final String streamName;
    private final String streamArn;
    private final Clock clock;

    /**
     * @param arn the ARN of the stream
     * @param created when the stream was created; null when not known
     * @param status its status in AWS's words; null when not known
     */
    record Description(String arn, Instant created, String status) {

        /** A stream that may not be described. */
        static Description unknown(String arn) {
            return new Description(arn, null, null);
        }

        /** Whether the stream can be read: while it is being resharded too, but not while it is made or deleted. */
        boolean isReadable() {
            return status == null || !(status.equals("CREATING") || status.equals("DELETING"));
        }

        /** Whether it may be the stream that was created then; null for not known. */
        boolean mayBeOf(Instant when) {
            return created == null || when == null || created.equals(when);
        }

        /** Whether this is the stream that was described before, and not another of its name. */
        boolean isSameAs(Description before) {
            return arn.equals(before.arn) && mayBeOf(before.created);
        }
    }

    /**
     * @param shards all shards of the stream, open and closed
     * @param serviceTime the service's time when it answered
     */
    record Listing(List<ShardInfo> shards, Instant serviceTime) {}

    /** @param streamArn the stream's ARN; null when only its name is known */
    StreamDirectory(KinesisAsyncClient client, String streamName, String streamArn, Clock clock) {
        this.client = client;
        this.streamName = streamName;
        this.streamArn = streamArn;
        this.clock = clock;
    }

    /** The stream, as far as we may know: who knows its ARN needs no right to describe it. */
    Description describe() throws InterruptedException {
        try {
            return ask();
        } catch (MissingPermissionException e) {
            if (streamArn != null) {
                LOG.info(
                        "The IAM action kinesis:DescribeStreamSummary is not allowed on {}; going on without it. A stream"
                                + " that is deleted and made again cannot be told from the one before.",
                        streamArn);
                return Description.unknown(streamArn);
            }
            throw e;
        }
    }

    private Description ask() throws InterruptedException {
        DescribeStreamSummaryRequest.Builder request = DescribeStreamSummaryRequest.builder();
        if (streamArn != null) {
            request.streamARN(streamArn);
        } else {
            request.streamName(streamName);
        }
        StreamDescriptionSummary summary = Replies.await(
                        client.describeStreamSummary(request.build()), "kinesis:DescribeStreamSummary")
                .streamDescriptionSummary();
        return new Description(summary.streamARN(), summary.streamCreationTimestamp(), summary.streamStatusAsString());
    }

    Listing list() throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return listAllPages();
            } catch (ExpiredNextTokenException e) {
                if (attempt == RESTARTS) {
                    throw e;
                }
            }
        }
    }

    private Listing listAllPages() throws InterruptedException {
        ListShardsRequest.Builder first = ListShardsRequest.builder();
        if (streamArn != null) {
            first.streamARN(streamArn);
        } else {
            first.streamName(streamName);
        }
        ListShardsResponse page = Replies.await(client.listShards(first.build()), LIST);
        Instant serviceTime = serviceTime(page.sdkHttpResponse());
        List<ShardInfo> shards = new ArrayList<>();
        page.shards().forEach(shard -> shards.add(convert(shard)));
        while (page.nextToken() != null) {
            // The token excludes every other parameter.
            page = Replies.await(
                    client.listShards(ListShardsRequest.builder()
                            .nextToken(page.nextToken())
                            .build()),
                    LIST);
            page.shards().forEach(shard -> shards.add(convert(shard)));
        }
        return new Listing(shards, serviceTime);
    }

    private static ShardInfo convert(Shard shard) {
        Set<String> parents = new HashSet<>();
        if (shard.parentShardId() != null) {
            parents.add(shard.parentShardId());
        }
        if (shard.adjacentParentShardId() != null) {
            parents.add(shard.adjacentParentShardId());
        }
        SequenceNumberRange range = shard.sequenceNumberRange();
        boolean closed = range != null && range.endingSequenceNumber() != null;
        return new ShardInfo(shard.shardId(), parents, closed, closed ? lastNumber(range) : null);
    }

    /** Some servers mark a closed shard with a number that lies before its first one: that says nothing of its last. */
    private static String lastNumber(SequenceNumberRange range) {
        try {
            String last = range.endingSequenceNumber();
            return SequenceNumbers.compare(last, range.startingSequenceNumber()) >= 0 ? last : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The service's time by the Date header of an answer. The header has whole seconds: where our own clock lies within
     * the second it names, the two agree and ours says it more exactly; where not, the service's counts.
     */
    private Instant serviceTime(SdkHttpResponse response) {
        Instant own = clock.instant();
        Optional<String> header = response == null ? Optional.empty() : response.firstMatchingHeader("Date");
        if (header.isEmpty()) {
            return own;
        }
        Instant date;
        try {
            date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.get()));
        } catch (DateTimeParseException e) {
            return own;
        }
        Instant endOfSecond = date.plusMillis(999);
        if (own.isBefore(date)) {
            return date;
        }
        return own.isAfter(endOfSecond) ? endOfSecond : own;
    }
}
