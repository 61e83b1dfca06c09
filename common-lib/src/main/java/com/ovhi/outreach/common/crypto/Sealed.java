package com.ovhi.outreach.common.crypto;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An encrypted value, bound to the context it was sealed for.
 *
 * @param ciphertext Base64 (URL alphabet, no padding) of the AEAD output, key id included
 */
public record Sealed(@JsonValue String ciphertext) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sealed {}
}
