package io.github.camelconduit.kinesis.embedded.fault;

/** Does what a call asks, then resets its stream instead of answering: the caller cannot know. */
record LoseAnswer(Trigger trigger) implements Fault {

    @Override
    public boolean loseAnswer(CallTarget call) {
        return trigger.hits(call);
    }
}
