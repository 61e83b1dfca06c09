package com.ovhi.outreach.common.crypto;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/** Makes and rotates the keysets that {@link FieldCipher} reads. */
public final class KeysetTool {

    private KeysetTool() {}

    /** A new keyset with one fresh AES-256-GCM key, in JSON. */
    public static String generate() {
        try {
            AeadConfig.register();
            return FieldCipher.toJson(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No keyset could be generated", e);
        }
    }

    /** The same keyset with a fresh primary key; values sealed with the older keys stay readable. */
    public static String rotate(String keysetJson) {
        try {
            AeadConfig.register();
            var old = TinkJsonProtoKeysetFormat.parseKeyset(
                    keysetJson, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
            var fresh = KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary();
            return FieldCipher.toJson(
                    KeysetHandle.newBuilder(old).addEntry(fresh).build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keyset cannot be rotated", e);
        }
    }
}
