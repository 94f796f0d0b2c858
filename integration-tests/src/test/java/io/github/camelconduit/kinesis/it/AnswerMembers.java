package io.github.camelconduit.kinesis.it;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** The members of an answer by their paths, with what differs from run to run and server to server left out. */
final class AnswerMembers {

    private static final int LONG_TEXT = 80;

    private final Map<String, String> members = new TreeMap<>();

    private AnswerMembers() {}

    static Map<String, String> of(SdkPojo answer) {
        AnswerMembers found = new AnswerMembers();
        found.structure("", answer);
        return found.members;
    }

    private void structure(String path, SdkPojo structure) {
        for (SdkField<?> field : structure.sdkFields()) {
            Object value = field.getValueOrDefault(structure);
            if (value != null && !(value instanceof SdkAutoConstructList)) {
                member(path + field.locationName(), field.locationName(), value);
            }
        }
    }

    private void member(String path, String name, Object value) {
        if (value instanceof SdkPojo structure) {
            structure(path + ".", structure);
        } else if (value instanceof List<?> list) {
            if (!list.isEmpty() && list.get(0) instanceof Shard) {
                shards(path, list);
                return;
            }
            members.put(path + ".size", Integer.toString(list.size()));
            for (int i = 0; i < list.size(); i++) {
                member(path + "[" + i + "]", name, list.get(i));
            }
        } else {
            members.put(path, text(name, value));
        }
    }

    /** By their ids: so a shard that is missing does not shift those behind it. */
    private void shards(String path, List<?> shards) {
        for (Object one : shards) {
            Shard shard = (Shard) one;
            String ending = shard.sequenceNumberRange().endingSequenceNumber();
            members.put(
                    path + "[" + shard.shardId() + "]",
                    "%s-%s of %s, %s, %s"
                            .formatted(
                                    shard.hashKeyRange().startingHashKey(),
                                    shard.hashKeyRange().endingHashKey(),
                                    shard.parentShardId(),
                                    shard.adjacentParentShardId(),
                                    ending == null ? "open" : "closed"));
        }
    }

    private static String text(String name, Object value) {
        if (value instanceof Instant) {
            return "a time";
        }
        if (name.endsWith("SequenceNumber")
                || name.endsWith("Token")
                || name.endsWith("Iterator")
                || name.endsWith("ARN")) {
            return "given";
        }
        if (name.equals("MillisBehindLatest")) {
            return value.equals(0L) ? "0" : "above 0";
        }
        String text = value instanceof SdkBytes bytes ? bytes.asString(StandardCharsets.UTF_8) : String.valueOf(value);
        return text.length() > LONG_TEXT ? text.length() + " characters" : text;
    }
}
