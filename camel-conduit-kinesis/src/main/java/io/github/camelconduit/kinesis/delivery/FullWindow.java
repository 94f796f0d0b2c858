package io.github.camelconduit.kinesis.delivery;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelconduit.kinesis.position.Position;

/**
 * Looks after the window of a shard that is full: what a route never finishes stops the shard in the end, and that is
 * said, not left to be guessed. Thread-safe.
 */
final class FullWindow {

    private static final Logger LOG = LoggerFactory.getLogger(FullWindow.class);

    private final String shardId;
    private final InFlightWindow window;
    private final int mostInFlight;
    private final Delivery delivery;
    /** Whether it is looked later. */
    private final AtomicBoolean looking = new AtomicBoolean();
    /** Since when the window is full; null when it has room. */
    private volatile Instant fullSince;

    private boolean stuck;
    private boolean over;

    /** @param mostInFlight entries of the window that leave no room for another one */
    FullWindow(String shardId, InFlightWindow window, int mostInFlight, Delivery delivery) {
        this.shardId = shardId;
        this.window = window;
        this.mostInFlight = mostInFlight;
        this.delivery = delivery;
    }

    /** Whether another record may be handed over. */
    boolean hasRoom() {
        return window.size() < mostInFlight;
    }

    /** The shard found no room in its window. */
    synchronized void found() {
        if (over) {
            return;
        }
        if (fullSince == null) {
            fullSince = Instant.now();
        }
        lookLater();
    }

    /** Nothing more of the shard is delivered here, for another reason: it is read anew, or no more. */
    synchronized void end() {
        over = true;
        cleared();
    }

    /** Whether the window was full; it no longer is. */
    boolean cleared() {
        // Asked for each record that is done.
        if (fullSince == null) {
            return false;
        }
        synchronized (this) {
            stuck = false;
            fullSince = null;
        }
        return true;
    }

    /** Since when the window is full, once its oldest record was not done for long; null otherwise. */
    synchronized Instant stuckSince() {
        return stuck ? fullSince : null;
    }

    private void lookLater() {
        if (delivery.stuckAfterMillis() > 0 && looking.compareAndSet(false, true)) {
            Position oldest = window.oldest();
            Instant since = fullSince;
            delivery.executeLater(() -> look(oldest, since), delivery.stuckAfterMillis());
        }
    }

    private void look(Position oldest, Instant since) {
        synchronized (this) {
            looking.set(false);
            if (fullSince == null) {
                return;
            }
            if (since != fullSince || !Objects.equals(oldest, window.oldest())) {
                lookLater();
                return;
            }
            stuck = true;
        }
        // Not under the lock, which whoever finishes a record wants.
        LOG.warn(
                "Shard {}: {} records were handed to the route and are not done, the oldest is {}. Nothing more of the"
                        + " shard is delivered until that one is done; a restart delivers it and what follows again.",
                shardId,
                window.records(),
                oldest);
    }
}
