package com.ovhi.outreach.common.crypto;

import java.util.Base64;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Field encryption and look-up hashes from {@link CryptoProperties}. */
@AutoConfiguration
@EnableConfigurationProperties(CryptoProperties.class)
public final class CryptoAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    FieldCipher fieldCipher(CryptoProperties properties) {
        return FieldCipher.ofKeyset(properties.keyset());
    }

    @Bean
    @ConditionalOnMissingBean
    AddressHash addressHash(CryptoProperties properties) {
        return new AddressHash(Base64.getDecoder().decode(properties.indexKey()));
    }
}
