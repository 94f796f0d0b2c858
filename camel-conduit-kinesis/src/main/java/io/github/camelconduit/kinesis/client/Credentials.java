package io.github.camelconduit.kinesis.client;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

import io.github.camelconduit.kinesis.ConduitKinesisConfiguration;

/** Where the credentials come from. */
final class Credentials {

    private Credentials() {}

    static AwsCredentialsProvider provider(ConduitKinesisConfiguration configuration) {
        if (configuration.isUseDefaultCredentialsProvider()) {
            return DefaultCredentialsProvider.builder().build();
        }
        String profile = configuration.getProfileCredentialsName();
        if (profile != null && !profile.isBlank()) {
            return ProfileCredentialsProvider.create(profile);
        }
        AwsCredentials keys = keys(configuration);
        // Not the SDK's static provider: its toString shows the access key id.
        return () -> keys;
    }

    private static AwsCredentials keys(ConduitKinesisConfiguration configuration) {
        String id = configuration.getAccessKeyId();
        String secret = configuration.getSecretAccessKey();
        String token = configuration.getSessionToken();
        return token == null || token.isBlank()
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, token);
    }
}
