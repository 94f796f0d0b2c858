package io.github.camelconduit.kinesis.dynamodb;

import java.util.HashMap;
import java.util.Map;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.PositionText;

/** The item of a shard: its attributes, and the writes to it with their conditions. */
final class ShardItem {

    static final String GENERATION = "generation";
    static final String POSITION = "position";

    /** The reset of a shard that was never reset. */
    static final String NEVER = "-";

    private static final String ORDER = "positionOrder";
    private static final String RESET = "reset";

    private ShardItem() {}

    /** Moves the position forward, if nobody has begun anew or reset the shard since {@code reset}. */
    static PositionTable.Update advance(long generation, Position position, String reset) {
        return set(
                "attribute_not_exists(#generation) OR #generation < :generation"
                        + " OR (#generation = :generation AND #positionOrder < :positionOrder"
                        + " AND (attribute_not_exists(#reset) OR #reset = :reset))",
                generation,
                position,
                reset);
    }

    /** Sets the position, if nobody has begun anew. */
    static PositionTable.Update reset(long generation, Position position, String reset) {
        return set("attribute_not_exists(#generation) OR #generation <= :generation", generation, position, reset);
    }

    private static PositionTable.Update set(String condition, long generation, Position position, String reset) {
        return new PositionTable.Update(
                "SET #generation = :generation, #position = :position, #positionOrder = :positionOrder, #reset = :reset",
                condition,
                names(GENERATION, POSITION, ORDER, RESET),
                Map.of(
                        ":generation", AttributeValue.fromN(Long.toString(generation)),
                        ":position", AttributeValue.fromS(PositionText.format(position)),
                        ":positionOrder", AttributeValue.fromS(PositionOrder.of(position)),
                        ":reset", AttributeValue.fromS(reset)));
    }

    static long generation(Map<String, AttributeValue> item) {
        return Long.parseLong(item.get(ShardItem.GENERATION).n());
    }

    static String reset(Map<String, AttributeValue> item) {
        return item.containsKey(RESET) ? item.get(RESET).s() : ShardItem.NEVER;
    }

    static Map<String, String> names(String... attributes) {
        Map<String, String> names = new HashMap<>();
        for (String attribute : attributes) {
            names.put("#" + attribute, attribute);
        }
        return names;
    }
}
