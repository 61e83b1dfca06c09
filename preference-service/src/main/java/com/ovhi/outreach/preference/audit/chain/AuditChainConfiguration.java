package com.ovhi.outreach.preference.audit.chain;

import com.ovhi.outreach.common.crypto.CryptoProperties;
import java.util.Base64;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The keys, and what needs them before anything else runs. */
@Configuration(proxyBeanMethods = false)
class AuditChainConfiguration {

    @Bean
    AuditKeys auditKeys(AuditProperties properties, CryptoProperties crypto) {
        var secret = properties.key().isBlank() ? crypto.indexKey() : properties.key();
        return AuditKeys.of(
                decode(secret),
                properties.formerKeys().stream()
                        .filter(each -> !each.isBlank())
                        .map(AuditChainConfiguration::decode)
                        .toList());
    }

    @Bean
    ChainExistingEntries chainExistingEntries(AuditKeys keys) {
        return new ChainExistingEntries(keys);
    }

    private static byte[] decode(String secret) {
        try {
            return Base64.getDecoder().decode(secret.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("An audit key (outreach.audit) is not Base64", e);
        }
    }
}
