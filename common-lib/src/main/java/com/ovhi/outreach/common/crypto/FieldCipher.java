package com.ovhi.outreach.common.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Encrypts single fields with AES-256-GCM. Every value is bound to a context (such as {@code comm_jobs|body|<id>}), so
 * that a ciphertext copied to another row, column or organisation does not open. Thread-safe.
 *
 * <p>Keys rotate by adding a key to the keyset and making it primary: new values are sealed with the primary key, old
 * ones open with whichever key sealed them.
 */
public final class FieldCipher {

    private final Aead aead;

    private FieldCipher(Aead aead) {
        this.aead = aead;
    }

    /**
     * Reads a keyset.
     *
     * @param keysetJson Tink keyset in JSON, with at least one enabled AES-GCM key
     * @throws IllegalStateException when the keyset cannot be used
     */
    public static FieldCipher ofKeyset(String keysetJson) {
        try {
            AeadConfig.register();
            var handle = TinkJsonProtoKeysetFormat.parseKeyset(
                    keysetJson, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
            return new FieldCipher(handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The field encryption keyset (outreach.crypto.keyset) cannot be read", e);
        }
    }

    static String toJson(KeysetHandle handle) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(
                handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    }

    /** Encrypts a value for one context. Two calls never give the same ciphertext. */
    public Sealed seal(String plain, String context) {
        try {
            var sealed = aead.encrypt(utf8(plain), utf8(context));
            return new Sealed(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A field could not be encrypted", e);
        }
    }

    /**
     * Decrypts a value.
     *
     * @throws UnreadableSecret when it was sealed for another context, with a key we do not have, or was tampered with
     */
    public String open(Sealed sealed, String context) {
        try {
            var ciphertext = Base64.getUrlDecoder().decode(sealed.ciphertext());
            return new String(aead.decrypt(ciphertext, utf8(context)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableSecret();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A sealed value does not open. Carries nothing of it, not even a cause. */
    public static final class UnreadableSecret extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableSecret() {
            super("A sealed value does not open in this context");
        }
    }
}
