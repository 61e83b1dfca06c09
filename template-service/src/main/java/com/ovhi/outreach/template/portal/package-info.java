/** Links into the patient portal: good once, for a while, and useless to whoever reads our database. */
@NullMarked
package com.ovhi.outreach.template.portal;

import org.jspecify.annotations.NullMarked;
