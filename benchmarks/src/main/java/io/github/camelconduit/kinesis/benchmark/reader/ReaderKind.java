package io.github.camelconduit.kinesis.benchmark.reader;

/** The readers that there are. */
public enum ReaderKind {
    BARE("bare SDK subscriber"),
    CONDUIT("conduit-kinesis"),
    POLLING("camel-aws2-kinesis as it comes"),
    TUNED_POLLING("camel-aws2-kinesis tuned"),
    ASYNC_POLLING("camel-aws2-kinesis tuned, async client"),
    KCL("Kinesis Client Library"),
    /** This component with a route that tells shards apart; its detail is further options. */
    SHARDS("conduit-kinesis by shard"),
    /** This component with a route that is never done with some shards; its detail names them. */
    STALLING("conduit-kinesis stalling"),
    /** The same with a route that blocks its threads. */
    BLOCKING("conduit-kinesis blocking");

    private final String title;

    ReaderKind(String title) {
        this.title = title;
    }

    /** As it stands in tables. */
    public String title() {
        return title;
    }
}
