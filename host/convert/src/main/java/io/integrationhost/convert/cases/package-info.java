/** Folders of converters with their cases: payloads and what is expected of them. */
package io.integrationhost.convert.cases;
