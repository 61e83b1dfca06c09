package com.ovhi.outreach.common.crypto;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Secrets of field encryption, the same in all services.
 *
 * @param keyset Tink keyset in JSON, see {@link KeysetTool}
 * @param indexKey Base64 of the key of {@link AddressHash}
 */
@Validated
@ConfigurationProperties("outreach.crypto")
public record CryptoProperties(
        @NotBlank String keyset, @NotBlank String indexKey) {

    @Override
    public String toString() {
        return "CryptoProperties[***]";
    }
}
