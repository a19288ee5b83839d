package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.SizeNames;
import dev.netc.compiler.ast.ShapePattern;
import dev.netc.compiler.ast.Statement;
import dev.netc.compiler.elaborate.Network.Port;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.source.Span;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The sizes of inputs and targets, in which names may stand that are known at run time only. */
final class PortSizes {
  private final Session session;
  private final Evaluator evaluator;
  private final Frame frame;
  private final Statement.Port port;
  private final List<Port> known;

  /**
   * @param known the inputs and targets whose names have values when this one's are looked for
   */
  PortSizes(
      Session session, Evaluator evaluator, Frame frame, Statement.Port port, List<Port> known) {
    this.session = session;
    this.evaluator = evaluator;
    this.frame = frame;
    this.port = port;
    this.known = List.copyOf(known);
  }

  /** The shape that is written; its new names are bound in the frame. */
  Shape shape() {
    return new Shape(port.shape().dimensions().stream().map(this::size).toList());
  }

  private Dim size(ShapePattern.Dimension dimension) {
    return dimension.accept(
        new ShapePattern.DimensionVisitor<Dim>() {
          @Override
          public Dim visitNamed(ShapePattern.Dimension.Named named) {
            bindSize(named.span(), named.name());
            return evaluator.dim(frame, named.span(), frame.lookup(named.name()).orElseThrow());
          }

          @Override
          public Dim visitComputed(ShapePattern.Dimension.Computed computed) {
            for (String name : SizeNames.of(computed.size())) {
              if (frame.scope().declaration(name).isEmpty()) {
                bindSize(computed.span(), name);
              }
            }
            Dim size =
                evaluator.dim(frame, computed.span(), evaluator.evaluate(frame, computed.size()));
            checkCanBeFound(computed.span(), size);
            return size;
          }

          @Override
          public Dim visitAny(ShapePattern.Dimension.Any any) {
            throw named(any.span());
          }

          @Override
          public Dim visitRest(ShapePattern.Dimension.Rest rest) {
            throw named(rest.span());
          }

          private Failure named(Span span) {
            return session.reporter.fail(
                frame,
                span,
                "E0302",
                "an input says all its sizes: a number, or a name such as N for one that is known"
                    + " at run time");
          }
        });
  }

  /** A name in an input's type that nothing else has is a size that is known at run time only. */
  private void bindSize(Span span, String name) {
    if (name.equals(port.name().text())) {
      throw session.reporter.fail(
          Site.of(frame, span)
              .error("E0206", "`" + name + "` is a size and the tensor that has it", "the size")
              .also(port.name().span(), "the tensor")
              .help("give the size another name, such as `N`")
              .build());
    }
    if (frame.lookup(name).isEmpty()) {
      frame.bind(name, new Datum.Whole(Dim.free(name)));
    }
  }

  /** Names are found from the sizes of what is given, so each must be had from one of them. */
  private void checkCanBeFound(Span span, Dim size) {
    Set<String> unknown = new TreeSet<>(size.freeNames());
    for (Port port : known) {
      port.type().shape().dims().forEach(dim -> unknown.removeAll(dim.freeNames()));
    }
    if (unknown.size() > 1 || unknown.stream().anyMatch(name -> size.factorOf(name).isEmpty())) {
      throw session.reporter.fail(
          frame,
          span,
          "E0302",
          String.join(" and ", unknown) + " cannot be found from a size of " + size,
          "a size may be a name, or one times a number plus a number, as in `16 * H + 1`");
    }
  }
}
