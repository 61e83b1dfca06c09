/** What this service tells the audit log. */
@NullMarked
package com.ovhi.outreach.template.audit;

import org.jspecify.annotations.NullMarked;
