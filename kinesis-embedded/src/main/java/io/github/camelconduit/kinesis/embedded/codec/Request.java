package io.github.camelconduit.kinesis.embedded.codec;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;

/**
 * The members of a request, or of a structure in one. Members are asked for by their wire name; one of the wrong type is
 * a SerializationException, one that is absent is null or, where it is required, a ValidationException.
 */
public final class Request {

    private final Format format;
    /** Where the members are, as AWS's messages write it: empty, or such as {@code records.3.member.}. */
    private final String path;

    private final JsonNode members;

    private Request(Format format, String path, JsonNode members) {
        this.format = format;
        this.path = path;
        this.members = members;
    }

    /** @throws KinesisServiceException SerializationException when the body is no object in this format */
    public static Request parse(Format format, byte[] body) {
        if (body.length == 0) {
            return new Request(format, "", JsonNodeFactory.instance.objectNode());
        }
        JsonNode root;
        try {
            root = format.read(body);
        } catch (IOException e) {
            throw serialization("The request is not well-formed " + format);
        }
        if (root == null || !root.isObject()) {
            throw serialization("The request is not an object");
        }
        return new Request(format, "", root);
    }

    public boolean has(String name) {
        return members.hasNonNull(name);
    }

    /** A text, or null. */
    public String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw serialization(name + " must be a string");
        }
        return value.textValue();
    }

    /** A text of a shape, or null. */
    public String text(String name, TextShape shape) {
        String text = text(name);
        if (text != null) {
            shape.check(member(name), text);
        }
        return text;
    }

    public String requiredText(String name) {
        return required(name, text(name));
    }

    public String requiredText(String name, TextShape shape) {
        return required(name, text(name, shape));
    }

    /**
     * A whole number.
     *
     * @param min      the least that is allowed
     * @param max      the most that is allowed
     * @param fallback what an absent one counts as
     */
    public int integer(String name, int min, int max, int fallback) {
        JsonNode value = value(name);
        if (value == null) {
            return fallback;
        }
        if (!value.isIntegralNumber()) {
            throw serialization(name + " must be a whole number");
        }
        if (!value.canConvertToInt() || value.intValue() < min) {
            throw KinesisServiceException.validation(
                    member(name), value.asText(), "Member must have value greater than or equal to " + min);
        }
        if (value.intValue() > max) {
            throw KinesisServiceException.validation(
                    member(name), value.asText(), "Member must have value less than or equal to " + max);
        }
        return value.intValue();
    }

    /** A whole number that has to be there. */
    public int requiredInteger(String name, int min, int max) {
        required(name, value(name));
        return integer(name, min, max, 0);
    }

    /** A flag; absent counts as false. */
    public boolean flag(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            throw serialization(name + " must be a boolean");
        }
        return value != null && value.booleanValue();
    }

    public byte[] requiredBlob(String name) {
        JsonNode value = required(name, value(name));
        try {
            byte[] bytes = value.binaryValue();
            if (bytes != null) {
                return bytes;
            }
        } catch (IOException e) {
            throw serialization(name + " is not valid base64");
        }
        throw serialization(name + " must be a blob");
    }

    /** A timestamp to the millisecond, or null. */
    public Instant timestamp(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber()) {
            throw serialization(name + " must be a timestamp");
        }
        try {
            return format.instant(value);
        } catch (ArithmeticException e) {
            throw serialization(name + " is out of range");
        }
    }

    public Optional<Request> structure(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isObject()) {
            throw serialization(name + " must be a structure");
        }
        return Optional.ofNullable(value).map(structure -> new Request(format, member(name) + ".", structure));
    }

    /** A list of texts; an absent one is empty. */
    public List<String> texts(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!value.isArray() || !element.isTextual()) {
                throw serialization(name + " must be a list of strings");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** Texts by name; an absent one is empty. */
    public Map<String, String> textMap(String name) {
        Map<String, String> texts = new TreeMap<>();
        structure(name)
                .ifPresent(
                        map -> map.members.fieldNames().forEachRemaining(key -> texts.put(key, map.requiredText(key))));
        return texts;
    }

    public List<Request> requiredStructures(String name) {
        JsonNode value = required(name, value(name));
        if (!value.isArray()) {
            throw serialization(name + " must be a list");
        }
        List<Request> elements = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isObject()) {
                throw serialization(name + " must be a list of structures");
            }
            elements.add(new Request(format, "%s.%d.member.".formatted(member(name), elements.size() + 1), element));
        }
        return elements;
    }

    private JsonNode value(String name) {
        JsonNode value = members.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private <T> T required(String name, T value) {
        if (value == null) {
            throw KinesisServiceException.missing(member(name));
        }
        return value;
    }

    /** A member's place in the request as AWS's messages write it: names begin with a small letter. */
    public String member(String name) {
        return name.isEmpty() ? path : path + Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static KinesisServiceException serialization(String message) {
        return new KinesisServiceException("SerializationException", 400, message);
    }
}
