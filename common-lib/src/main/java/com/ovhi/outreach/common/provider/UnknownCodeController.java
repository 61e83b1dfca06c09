package com.ovhi.outreach.common.provider;

import com.ovhi.outreach.common.provider.UnknownCodeStore.UnknownCode;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Codes that stand in no table, for ops. */
@RestController
class UnknownCodeController {

    private final UnknownCodeStore store;

    UnknownCodeController(UnknownCodeStore store) {
        this.store = store;
    }

    @GetMapping("/api/v1/provider-codes/unknown")
    @PreAuthorize("hasAuthority('ops')")
    List<UnknownCode> unknown() {
        return store.all();
    }
}
