package io.github.camelconduit.kinesis;

public record StreamIdentity(String name, String arn) {
    public static StreamIdentity of(ConduitKinesisConfiguration c) {
        String p = c.getStreamNameOrArn();
        return p.startsWith("arn:")
                ? new StreamIdentity(p.substring(p.lastIndexOf('/') + 1), p)
                : new StreamIdentity(p, null);
    }
}
