package io.github.camelconduit.kinesis.embedded.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An event that a subscription is about to send. */
public interface PushedEvent {

    /** What the subscription is aimed at. */
    CallTarget subscription();

    /** Whether it is the last event of a closed shard, which names the child shards. */
    boolean endsShard();

    /** The frame as it would be sent, a copy. */
    byte[] frame();

    /** The JSON in the frame, a copy. */
    ObjectNode payload();

    /** A frame like this one with another payload, its length and checksums right. */
    byte[] withPayload(byte[] payload);

    /** An exception frame. */
    byte[] exception(String errorType, String message);
}
