package io.github.camelconduit.kinesis.embedded.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/** What AWS's service model says that texts in requests have to look like. */
public enum TextShape {
    STREAM_NAME(128, "[a-zA-Z0-9_.-]+"),
    CONSUMER_NAME(128, "[a-zA-Z0-9_.-]+"),
    SHARD_ID(128, "[a-zA-Z0-9_.-]+"),
    STREAM_ARN(2048, "arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+"),
    CONSUMER_ARN(
            2048, "^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+"),
    RESOURCE_ARN(2048, "arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+"),
    HASH_KEY(Integer.MAX_VALUE, "0|([1-9]\\d{0,38})"),
    SEQUENCE_NUMBER(Integer.MAX_VALUE, "0|([1-9]\\d{0,128})"),
    SHARD_ITERATOR(512, null),
    NEXT_TOKEN(1_048_576, null);

    private final int maxLength;
    private final Pattern pattern;
    /** Numbers have a pattern only. */
    private final boolean hasLength;

    TextShape(int maxLength, String pattern) {
        this.maxLength = maxLength;
        this.pattern = pattern == null ? null : Pattern.compile(pattern);
        this.hasLength = maxLength < Integer.MAX_VALUE;
    }

    /**
     * @param member the text's place in the request, in AWS's writing
     * @throws KinesisServiceException ValidationException with AWS's message for all constraints that are broken
     */
    void check(String member, String text) {
        List<String> broken = new ArrayList<>();
        if (pattern != null && !pattern.matcher(text).matches()) {
            broken.add("Member must satisfy regular expression pattern: " + pattern);
        }
        if (text.length() > maxLength) {
            broken.add("Member must have length less than or equal to " + maxLength);
        }
        if (text.isEmpty() && hasLength) {
            broken.add("Member must have length greater than or equal to 1");
        }
        if (!broken.isEmpty()) {
            throw KinesisServiceException.validation(member, text, broken);
        }
    }
}
