package io.github.camelconduit.kinesis.embedded.fault;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Sends an event whose frame is right and whose payload is no JSON; answers another call, which is done, with such a body. */
record MalformedJson(Trigger trigger) implements Fault {

    private static final byte[] BROKEN = "{\"Records\":[{".getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean garbleAnswer(CallTarget call) {
        return trigger.hits(call);
    }

    @Override
    public Optional<EventEffect> onEvent(PushedEvent event) {
        return trigger.hits(event.subscription())
                ? Optional.of(EventEffect.replaced(event.withPayload(BROKEN), Sequel.GO_ON))
                : Optional.empty();
    }
}
