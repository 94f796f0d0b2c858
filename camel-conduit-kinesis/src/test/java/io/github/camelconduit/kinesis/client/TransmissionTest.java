package io.github.camelconduit.kinesis.client;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

import io.github.camelconduit.kinesis.client.Transmission.Stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TransmissionTest {

    private final Transmission transmission = new Transmission();

    @Test
    void aCallThatTheServiceMayHaveGotStaysSoThoughItIsGivenToTheClientAgain() {
        giveToClient();
        assertThat(transmission.begin()).isTrue();
        giveToClient();
        assertThat(transmission.giveUp()).isEqualTo(Stage.BEGUN);
    }

    @Test
    void aCallThatIsGivenUpIsNotSent() {
        giveToClient();
        assertThat(transmission.giveUp()).isEqualTo(Stage.CONNECTING);
        assertThat(transmission.begin()).isFalse();
        assertThatThrownBy(this::giveToClient).isInstanceOf(AbortedException.class);
        assertThat(transmission.giveUp()).isEqualTo(Stage.GIVEN_UP);
    }

    private void giveToClient() {
        AwsRequestOverrideConfiguration.Builder call = AwsRequestOverrideConfiguration.builder();
        transmission.carriedBy(call);
        ExecutionAttributes attributes = call.build().executionAttributes();
        Transmission.WITH_NOTING_CLIENT.beforeTransmission(null, attributes);
    }
}
