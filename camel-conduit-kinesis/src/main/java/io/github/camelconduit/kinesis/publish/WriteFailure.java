package io.github.camelconduit.kinesis.publish;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import io.github.camelconduit.kinesis.client.Remedy;
import io.github.camelconduit.kinesis.client.ServiceFailure;

/**
 * What it means that a record is not written. Each class says what an operator can do. The documentation shows the same
 * table.
 */
public enum WriteFailure {
    /** The stream is not there, or not there to be written to. */
    NOT_FOUND(Remedy.OPERATOR, "the stream does not exist, or is not ACTIVE", null),
    /** The stream is not there, and could not be created. */
    NOT_CREATED(Remedy.OPERATOR, "the stream does not exist and could not be created", null),
    /** The credentials do not allow it. */
    ACCESS_DENIED(
            Remedy.OPERATOR, "the IAM action kinesis:PutRecords on the stream is not allowed", "kinesis:PutRecords"),
    /** The stream is encrypted with a key that cannot be used. */
    ENCRYPTION_KEY(
            Remedy.OPERATOR,
            "the stream's KMS key cannot be used; the IAM action kms:GenerateDataKey on it is needed",
            "kms:GenerateDataKey"),
    /** There are no credentials, or the service does not know them (any more). */
    CREDENTIALS(Remedy.OPERATOR, "the credentials are missing, unknown or expired", null),
    /** A shard, or the account, had too much. */
    THROTTLED(Remedy.TIME, "more is written than the stream takes; requests are spread", null),
    /** The connection could not be made, broke, or fell silent. */
    CONNECTION(Remedy.TIME, "the connection failed", null),
    /** The service itself failed, or with something that is not known here. */
    SERVICE(Remedy.TIME, "the service failed", null),
    /** The service finds something wrong with what is to be written: the message's fault, not the stream's. */
    REFUSED(null, "the service refuses what is written, and the exchange says why", null);

    private final Remedy remedy;
    private final String meaning;
    private final String iamAction;

    WriteFailure(Remedy remedy, String meaning, String iamAction) {
        this.remedy = remedy;
        this.meaning = meaning;
        this.iamAction = iamAction;
    }

    /** What helps; null when nothing is wrong with the stream or the way to it. */
    public Remedy remedy() {
        return remedy;
    }

    /** What it means and what helps, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** The IAM action that is missing; null when it is not that. */
    public String iamAction() {
        return iamAction;
    }

    /** The class of what a request failed with. */
    static WriteFailure of(Throwable cause) {
        return switch (ServiceFailure.of(cause)) {
            case NOT_FOUND, IN_USE -> NOT_FOUND;
            case INVALID_CALL -> REFUSED;
            case ACCESS_DENIED -> ACCESS_DENIED;
            case ENCRYPTION_KEY -> ENCRYPTION_KEY;
            case CREDENTIALS -> CREDENTIALS;
            case THROTTLED -> THROTTLED;
            case CONNECTION -> CONNECTION;
            case SERVICE, MALFORMED -> isRefusal(cause) ? REFUSED : SERVICE;
        };
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof AwsServiceException service && service.statusCode() / 100 == 4;
    }

    /** The class of what an answer says of a record of the request. */
    static WriteFailure ofCode(String code) {
        if (code == null || code.startsWith("Internal") || code.startsWith("ServiceUnavailable")) {
            return SERVICE;
        }
        if (code.startsWith("KMS")) {
            return code.startsWith("KMSThrottling") ? THROTTLED : ENCRYPTION_KEY;
        }
        if (code.startsWith("AccessDenied")) {
            return ACCESS_DENIED;
        }
        return code.contains("Throughput") || code.contains("Throttling") || code.startsWith("LimitExceeded")
                ? THROTTLED
                : REFUSED;
    }
}
