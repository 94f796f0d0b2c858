package io.github.camelconduit.kinesis.embedded.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A key and a certificate for localhost and 127.0.0.1, made here and nowhere else known: the JDK has no public API that
 * makes one, so the certificate's DER is written by hand (RFC 5280).
 */
public final class SelfSignedCertificate {

    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

    private final X509Certificate certificate;
    private final String password = UUID.randomUUID().toString();
    private final byte[] pkcs12;

    private SelfSignedCertificate(KeyPair keys, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        this.certificate = certificate;
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", keys.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, password.toCharArray());
        this.pkcs12 = bytes.toByteArray();
    }

    /** Makes a key and a certificate that is valid for a year. */
    public static SelfSignedCertificate create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] content = content(keys);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] encoded = Der.sequence(content, ECDSA_WITH_SHA256, Der.bitString(signature.sign()));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return new SelfSignedCertificate(keys, certificate);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot make a self-signed certificate", e);
        }
    }

    /** The TBSCertificate. */
    private static byte[] content(KeyPair keys) {
        Instant now = Instant.now();
        byte[] name = Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8("localhost"))));
        byte[] validity =
                Der.sequence(Der.time(now.minus(1, ChronoUnit.DAYS)), Der.time(now.plus(365, ChronoUnit.DAYS)));
        byte[] alternativeNames = Der.sequence(
                Der.context(2, false, Der.ascii("localhost")), Der.context(7, false, new byte[] {127, 0, 0, 1}));
        byte[] extensions = Der.sequence(Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(alternativeNames)));
        return Der.sequence(
                Der.context(0, true, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(64, new SecureRandom())),
                ECDSA_WITH_SHA256,
                name,
                validity,
                name,
                keys.getPublic().getEncoded(),
                Der.context(3, true, extensions));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Key and certificate as a PKCS #12 store. */
    byte[] pkcs12() {
        return pkcs12.clone();
    }

    String password() {
        return password;
    }
}
