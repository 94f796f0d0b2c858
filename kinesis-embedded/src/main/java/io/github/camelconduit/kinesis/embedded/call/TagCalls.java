package io.github.camelconduit.kinesis.embedded.call;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;

import io.github.camelconduit.kinesis.embedded.KinesisServiceException;
import io.github.camelconduit.kinesis.embedded.Rules;
import io.github.camelconduit.kinesis.embedded.codec.Answer;
import io.github.camelconduit.kinesis.embedded.codec.AnswerWriter;
import io.github.camelconduit.kinesis.embedded.codec.Request;
import io.github.camelconduit.kinesis.embedded.codec.TextShape;
import io.github.camelconduit.kinesis.embedded.log.CallEntry;
import io.github.camelconduit.kinesis.embedded.stream.KinesisAccount;
import io.github.camelconduit.kinesis.embedded.stream.Tags;

/** The calls that tag streams, and those that tag streams and stream consumers by ARN. */
final class TagCalls {

    /** API reference: characters of a key and of a value at most. */
    private static final int MAX_KEY = 128;

    private static final int MAX_VALUE = 256;

    /** API reference: keys to remove in one call at most. */
    private static final int MAX_KEYS = 50;

    private final KinesisAccount account;
    private final StreamLookup lookup;
    private final Rules rules;

    TagCalls(KinesisAccount account, Rules rules) {
        this.account = account;
        this.lookup = new StreamLookup(account);
        this.rules = rules;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "AddTagsToStream",
                        (request, entry) -> add(lookup.inUse(request).settings().tags(), request),
                "RemoveTagsFromStream",
                        (request, entry) ->
                                remove(lookup.inUse(request).settings().tags(), request),
                "ListTagsForStream", this::listOfStream,
                "TagResource", (request, entry) -> add(resource(request), request),
                "UntagResource", (request, entry) -> remove(resource(request), request),
                "ListTagsForResource", (request, entry) -> list(resource(request)));
    }

    private Tags resource(Request request) {
        String arn = request.requiredText("ResourceARN", TextShape.RESOURCE_ARN);
        return arn.contains("/consumer/")
                ? account.consumerByArn(arn).tags()
                : account.streamByArn(arn).settings().tags();
    }

    private static Answer add(Tags tags, Request request) {
        Map<String, String> added = tags(request);
        requireSome("tags", request.has("Tags"), added.size(), Integer.MAX_VALUE);
        tags.put(added);
        return Answer.EMPTY;
    }

    /** The member Tags; empty when it is absent. */
    private static Map<String, String> tags(Request request) {
        Map<String, String> tags = request.textMap("Tags");
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY || value.length() > MAX_VALUE) {
                throw KinesisServiceException.validation(
                        "tags",
                        key,
                        "A key must have 1 to %d characters, a value at most %d".formatted(MAX_KEY, MAX_VALUE));
            }
        });
        return tags;
    }

    /**
     * The member Tags of a call that makes what is tagged.
     *
     * @throws KinesisServiceException LimitExceededException when there are too many, before anything is made
     */
    static Map<String, String> tagsOfNew(Request request, Rules rules) {
        Map<String, String> tags = tags(request);
        Tags.requireAtMost(rules.tagsPerResource(), tags.size());
        return tags;
    }

    private static Answer remove(Tags tags, Request request) {
        List<String> keys = request.texts("TagKeys");
        requireSome("tagKeys", request.has("TagKeys"), keys.size(), MAX_KEYS);
        tags.remove(keys);
        return Answer.EMPTY;
    }

    private static void requireSome(String member, boolean given, int size, int most) {
        if (!given) {
            throw KinesisServiceException.missing(member);
        }
        if (size < 1) {
            throw KinesisServiceException.validation(
                    member, null, "Member must have length greater than or equal to 1");
        }
        if (size > most) {
            throw KinesisServiceException.validation(
                    member, null, "Member must have length less than or equal to " + most);
        }
    }

    private static Answer list(Tags tags) {
        Map<String, String> all = tags.all();
        return to -> to.structures("Tags", all.entrySet(), TagCalls::tag);
    }

    private Answer listOfStream(Request request, CallEntry entry) {
        NavigableMap<String, String> rest =
                lookup.any(request).settings().tags().all();
        String after = request.text("ExclusiveStartTagKey");
        if (after != null) {
            rest = rest.tailMap(after, false);
        }
        int limit = request.integer("Limit", 1, rules.tagsPerResource(), rules.tagsPerResource());
        Map<String, String> page = rest.entrySet().stream()
                .limit(limit)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
        boolean more = rest.size() > page.size();
        return to -> to.structures("Tags", page.entrySet(), TagCalls::tag).flag("HasMoreTags", more);
    }

    private static void tag(AnswerWriter to, Map.Entry<String, String> tag) {
        to.text("Key", tag.getKey()).text("Value", tag.getValue());
    }
}
