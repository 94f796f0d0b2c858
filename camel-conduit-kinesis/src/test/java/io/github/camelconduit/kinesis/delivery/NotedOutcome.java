package io.github.camelconduit.kinesis.delivery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what is told of a record; tests override what more they want. */
class NotedOutcome implements RecordCompletion.Outcome {

    final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void done() {
        told.add("done");
    }

    @Override
    public void again(Throwable failure) {
        told.add("again");
    }

    @Override
    public void leftUndone() {
        told.add("left undone");
    }
}
