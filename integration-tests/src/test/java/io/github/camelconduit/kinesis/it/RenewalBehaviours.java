package io.github.camelconduit.kinesis.it;

import java.time.Duration;

import org.junit.jupiter.api.Test;

/** What a reader can count on when the time of its subscriptions is over. */
interface RenewalBehaviours {

    TestBed bed();

    /** A time in which every subscription is renewed twice. */
    Duration twoRenewals();

    /** What makes the reader renew where the server does not. */
    default String renewalOptions() {
        return "";
    }

    @Test
    default void renewsEverySubscriptionWithoutLossOrDuplicatesWhileRecordsArrive() throws Exception {
        bed().write(100);
        bed().read(renewalOptions());

        bed().writeFor(twoRenewals());

        bed().awaitAll();
    }
}
