package io.github.camelconduit.kinesis.fanout;

import java.util.List;
import java.util.Set;

import io.github.camelconduit.kinesis.position.Position;
import io.github.camelconduit.kinesis.position.SequenceNumbers;

/**
 * Decides whether all of a shard is read. One alone is never believed: an event that names no continuation or names
 * children may be wrong, and a shard that the stream lists as closed may hold records. It is the end when
 *
 * <ul>
 *   <li>an event says so and names children, and the stream lists the shard as closed and them as its children;
 *   <li>an event says so without children, or with others, the stream lists it as closed, and the next subscription says
 *       the same with nothing before it and nothing behind it, or so do several in a row;
 *   <li>the stream lists it as closed with its last sequence number, and the position is at or behind that;
 *   <li>it is listed as closed, and subscriptions that were opened after that was known bring nothing several times over:
 *       some servers never say that a shard ends. What an older subscription brings may be from before it was closed.
 * </ul>
 *
 * <p>Guarded by the lock of its {@link ShardSubscription}.
 */
final class EndOfShard {

    /** How many events without records in a row show that a closed shard holds no more. */
    static final int DRY_EVENTS = 3;

    /** How many ends in a row, each looked up, are believed though they say that there is more behind them. */
    static final int CONFIRMATIONS = 3;

    /**
     * How many listings in a row have to lack a shard that the service does not find either: one may lack what the next
     * one has.
     */
    static final int MISSING_LISTINGS = MissingShards.LISTINGS;

    /** What follows from an event. */
    enum Verdict {
        /** Nothing. */
        GOES_ON,
        /** All of the shard is read, and the event brings nothing of it. */
        ENDED,
        /** All of the shard is read with what the event brings. */
        ENDED_WITH_THIS,
        /** The event says so, which has to be looked up. */
        IN_DOUBT,
        /** Only another subscription can tell. */
        ASK_ANEW
    }

    /** What follows from looking the shard up. */
    enum Answer {
        /** Nothing: it was not asked for, is there, or may be there all the same. */
        NOTHING,
        /** The shard is not there any more. */
        GONE,
        /** All of it is read. */
        ENDED,
        /** It is closed: another subscription has to say that nothing is left. */
        CLOSED,
        /** It is open, whatever the event said. */
        OPEN
    }

    private boolean inDoubt;
    private boolean notFound;
    /** How many listings in a row lacked it. */
    private int missing;
    /**
     * How many subscriptions in a row have said that the shard ends, which the stream lists as closed. Zero again as soon
     * as one brings more of it, or goes on with more to come.
     */
    private int confirmed;

    private List<ChildShardLink> children = List.of();

    private boolean listedAsClosed;
    /** Null when it is not known. */
    private String lastNumber;

    private boolean openedAfterListed;
    private int dry;

    /** A subscription is about to be opened. */
    void opening() {
        openedAfterListed = listedAsClosed;
        // Whatever was to be looked up was before a pause: this subscription tells it again.
        inDoubt = false;
    }

    /**
     * An event came.
     *
     * @param reached the position behind it
     */
    Verdict of(ShardEvent event, Position reached) {
        notFound = false;
        missing = 0;
        children = event.childShards();
        boolean empty = event.records().isEmpty();
        boolean atTip = event.millisBehindLatest() == 0;
        if (!empty || !atTip && !event.isEndOfShard()) {
            confirmed = 0;
        }
        if (event.isEndOfShard()) {
            boolean again = confirmed > 0 && (atTip || confirmed >= CONFIRMATIONS);
            return again ? Verdict.ENDED : Verdict.IN_DOUBT;
        }
        if (isPassedBy(reached)) {
            return Verdict.ENDED_WITH_THIS;
        }
        if (!listedAsClosed || !empty || !atTip) {
            dry = 0;
            return Verdict.GOES_ON;
        }
        if (!openedAfterListed) {
            return Verdict.ASK_ANEW;
        }
        dry++;
        return dry < DRY_EVENTS ? Verdict.GOES_ON : Verdict.ENDED;
    }

    /** Whether the shard is listed as closed and holds nothing behind a position. */
    boolean isPassedBy(Position position) {
        return lastNumber != null
                && position instanceof Position.After after
                && SequenceNumbers.compare(after.sequenceNumber(), lastNumber) >= 0;
    }

    /** What the event that ends the shard names as following, or the one that put its end in doubt. */
    List<ChildShardLink> children() {
        return children;
    }

    /** An event put the end in doubt: the shard is looked up. */
    void doubted() {
        inDoubt = true;
    }

    /** The service answered that something is not there, or not: then the shard is looked up too. */
    void notFound(boolean isIt) {
        notFound = isIt;
    }

    /** The stream lists the shard as closed. */
    void listedAsClosed(String last) {
        listedAsClosed = true;
        lastNumber = last;
    }

    /**
     * The shard was looked up.
     *
     * @param listed the children of the shard that the stream lists
     */
    Answer lookedUp(boolean open, boolean there, Set<String> listed) {
        boolean doubt = inDoubt;
        if (notFound) {
            missing = there ? 0 : missing + 1;
        }
        inDoubt = false;
        notFound = false;
        if (missing >= MISSING_LISTINGS) {
            return Answer.GONE;
        }
        if (!doubt) {
            return Answer.NOTHING;
        }
        if (open) {
            return Answer.OPEN;
        }
        confirmed++;
        // Children that the stream does not have were not its own: the event is not to be believed.
        boolean known = !children.isEmpty()
                && children.stream().map(ChildShardLink::shardId).allMatch(listed::contains);
        return known ? Answer.ENDED : Answer.CLOSED;
    }
}
