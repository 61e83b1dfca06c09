package com.ovhi.outreach.webhook.spool;

import com.ovhi.outreach.common.crypto.FieldCipher;
import java.nio.file.Path;
import java.time.Duration;

/** Makes spools for tests of other packages. */
public final class Spools {

    private Spools() {}

    public static Spool at(Path directory, FieldCipher cipher) {
        return new Spool(new SpoolProperties(directory, Duration.ofSeconds(1), Duration.ofSeconds(2)), cipher);
    }
}
