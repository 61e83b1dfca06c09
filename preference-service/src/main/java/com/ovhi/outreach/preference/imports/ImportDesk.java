package com.ovhi.outreach.preference.imports;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.imports.ImportErrors.Position;
import com.ovhi.outreach.preference.imports.ImportErrors.RowError;
import com.ovhi.outreach.preference.imports.Imports.Import;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Files of an organisation as its people look at them. */
@Component
class ImportDesk {

    private final Imports imports;
    private final ImportErrors errors;

    ImportDesk(Imports imports, ImportErrors errors) {
        this.imports = imports;
        this.errors = errors;
    }

    @Transactional(readOnly = true)
    public Import read(String id, long organization) {
        return owned(id, organization);
    }

    @Transactional(readOnly = true)
    public List<Import> list(long organization, @Nullable String before, int limit) {
        return imports.list(organization, before, limit);
    }

    @Transactional(readOnly = true)
    public List<RowError> errors(String id, long organization, Position after, int limit) {
        owned(id, organization);
        return errors.find(id, after, limit);
    }

    @Transactional
    public Import resume(String id, long organization) {
        owned(id, organization);
        if (!imports.resume(id, organization)) {
            throw ProblemException.conflict("not-failed", "Only an import that was given up can be taken up again");
        }
        return owned(id, organization);
    }

    private Import owned(String id, long organization) {
        return imports.find(id, organization)
                .orElseThrow(() -> ProblemException.notFound("unknown-import", "There is no such import"));
    }
}
