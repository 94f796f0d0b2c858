package io.github.camelconduit.kinesis.embedded;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedKinesisExtensionTest {

    @Nested
    class InAStaticField {

        @RegisterExtension
        static final EmbeddedKinesisExtension KINESIS =
                EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().stream("orders", 4));

        private static final Set<EmbeddedKinesis> SEEN = new HashSet<>();

        @RepeatedTest(2)
        void oneServerServesTheClass(EmbeddedKinesis kinesis) {
            SEEN.add(kinesis);
            assertThat(kinesis).isSameAs(KINESIS.server());
            assertThat(kinesis.shards("orders")).hasSize(4);
            assertThat(SEEN).hasSize(1);
        }
    }

    @Nested
    class ResetBeforeEach {

        @RegisterExtension
        static final EmbeddedKinesisExtension KINESIS = EmbeddedKinesisExtension.with(
                        EmbeddedKinesis.builder().stream("orders", 1))
                .resetBeforeEach();

        private static final Set<EmbeddedKinesis> SEEN = new HashSet<>();

        @RepeatedTest(2)
        void eachTestFindsTheClassesServerAsAfterItsStart(EmbeddedKinesis kinesis) {
            SEEN.add(kinesis);
            assertThat(SEEN).hasSize(1);
            assertThat(kinesis.records("orders")).isEmpty();
            kinesis.put("orders", "key", new byte[1]);
        }
    }

    @Nested
    class InAnInstanceField {

        private static final Set<EmbeddedKinesis> SEEN = new HashSet<>();

        @RegisterExtension
        final EmbeddedKinesisExtension extension =
                EmbeddedKinesisExtension.with(EmbeddedKinesis.builder().stream("orders", 1));

        @RepeatedTest(2)
        void eachTestGetsAServerOfItsOwn() {
            assertThat(SEEN.add(extension.server())).isTrue();
        }
    }

    @Nested
    @ExtendWith(EmbeddedKinesisExtension.class)
    class ByAnnotation {

        @Test
        void theServerComesAsAParameter(EmbeddedKinesis kinesis) {
            kinesis.createStream("orders", 1);
            assertThat(kinesis.records("orders")).isEmpty();
        }
    }
}
