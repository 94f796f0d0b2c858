package io.github.camelconduit.kinesis.partition;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Where in the range of hash keys a record lies, which decides its shard (API reference of PutRecords). */
public final class HashKeys {

    private HashKeys() {}

    /** @param explicitHashKey a decimal number, or null */
    public static BigInteger of(String partitionKey, String explicitHashKey) {
        return explicitHashKey == null ? md5(partitionKey) : new BigInteger(explicitHashKey);
    }

    private static BigInteger md5(String partitionKey) {
        try {
            byte[] key = partitionKey.getBytes(StandardCharsets.UTF_8);
            return new BigInteger(1, MessageDigest.getInstance("MD5").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has to have MD5", e);
        }
    }
}
