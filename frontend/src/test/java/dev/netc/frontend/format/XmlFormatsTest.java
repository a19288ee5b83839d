package dev.netc.frontend.format;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.frontend.format.OddReports.PLACES;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Checkstyle and JUnit. */
final class XmlFormatsTest {

  private static Document parse(ReportFormat format, Report report) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(format.render(report))));
  }

  private static Element element(Document document, String name, int index) {
    return (Element) document.getElementsByTagName(name).item(index);
  }

  @Test
  void checkstyleListsErrorsByFile() throws Exception {
    Document document = parse(new CheckstyleFormat(PLACES), OddReports.odd());

    assertThat(element(document, "file", 0).getAttribute("name")).isEqualTo(OddReports.FILE.name());
    assertThat(element(document, "file", 1).getAttribute("name")).isEqualTo("clean.net");
    Element error = element(document, "error", 1);
    assertThat(error.getAttribute("line")).isEqualTo("2");
    assertThat(error.getAttribute("column")).isEqualTo("13");
    assertThat(error.getAttribute("severity")).isEqualTo("error");
    assertThat(error.getAttribute("source")).isEqualTo("netc.E0301");
    assertThat(error.getAttribute("message"))
        .startsWith("expected <\"a\"> & 'b', not ]]>\ufffd or \ufffd: here: | 100 % wrong, really");
  }

  @Test
  void junitFailsTheFileThatHasAnError() throws Exception {
    Document document = parse(new JunitFormat(PLACES), OddReports.odd());

    Element suite = element(document, "testsuite", 0);
    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("errors")).isEqualTo("1");
    assertThat(element(document, "testcase", 0).getAttribute("name"))
        .isEqualTo(OddReports.FILE.name());
    Element failure = element(document, "failure", 0);
    assertThat(failure.getAttribute("type")).isEqualTo("E0301");
    assertThat(failure.getTextContent()).contains("100 % wrong, really");
    assertThat(element(document, "system-out", 0).getTextContent()).contains("warning[W0101]");
    assertThat(element(document, "error", 0).getTextContent())
        .isEqualTo("b%\n.net is not UTF-8 text");
  }

  @Test
  void nothingFoundIsADocumentToo() throws Exception {
    assertThat(
            parse(new CheckstyleFormat(PLACES), OddReports.empty())
                .getDocumentElement()
                .getTagName())
        .isEqualTo("checkstyle");
    assertThat(parse(new JunitFormat(PLACES), OddReports.empty()).getDocumentElement().getTagName())
        .isEqualTo("testsuites");
  }
}
