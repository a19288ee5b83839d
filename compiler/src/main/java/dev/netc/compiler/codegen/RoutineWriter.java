package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.cost.WinogradCost;
import dev.netc.compiler.fuse.Epilogue;
import dev.netc.compiler.fuse.Index;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Panels;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import java.util.Optional;

/** Writes the calls of the runtime's products, convolutions and pools. */
final class RoutineWriter {
  private final CodeBlock.Builder code;
  private final KernelNames names;
  private final ConvolutionConstants convolutions;
  private final PoolingConstants poolings;
  private final LoopNest nest;

  RoutineWriter(
      CodeBlock.Builder code,
      KernelNames names,
      ConvolutionConstants convolutions,
      PoolingConstants poolings) {
    this.code = code;
    this.names = names;
    this.convolutions = convolutions;
    this.poolings = poolings;
    this.nest = new LoopNest(code, names);
  }

  /** Whether a kernel's method asks by a parameter if it is to add to a gradient. */
  static boolean gathers(Kernel kernel) {
    return (kernel instanceof Kernel.Matmul product && product.mode() == Kernel.Mode.ADD)
        || (kernel instanceof Kernel.Convolution convolution
            && convolution.mode() == Kernel.Mode.ADD);
  }

  KernelBody matmul(Kernel.Matmul kernel) {
    ScalarWriter scalars = new ScalarWriter(code, names);
    String rows = names.size(kernel.rows()).code();
    String columns = names.size(kernel.columns()).code();
    String inner = names.size(kernel.inner()).code();
    String size = String.join(", ", rows, columns, inner);
    if (kernel.panels().isPresent()) {
      return linear(kernel, kernel.panels().get(), scalars, size);
    }
    if (kernel.batch().isEmpty()) {
      multiply(kernel, scalars, "from", "to");
      return new KernelBody(code.build(), Optional.of(cut("units", "chunk", size, size)));
    }
    Optional<Kernel.Matmul> ofPanels = kernel.ofPanels();
    if (ofPanels.isPresent()) {
      String panels = names.size(kernel.batch().get(0).extent()).code();
      panels(ofPanels.get(), panels, scalars);
      Partition partition =
          cut("panelUnits", "panelChunk", panels + ", " + rows, panels + ", " + size);
      return new KernelBody(code.build(), Optional.of(partition));
    }
    long cost =
        Cost.estimate(kernel.columns())
            * Cost.estimate(kernel.inner())
            / 4
            * Cost.estimate(kernel.rows());
    Optional<Partition> partition = nest.openOuter(kernel.batch(), cost);
    multiply(kernel, scalars, "0", call("units", size));
    nest.closeOuter(partition);
    return new KernelBody(code.build(), partition);
  }

  /** A product whose matrices may lie in panels of samples. */
  private KernelBody linear(
      Kernel.Matmul kernel, Panels panels, ScalarWriter scalars, String size) {
    String left = names.operand(kernel.left().value()).array();
    String leftStart = start(kernel.left(), scalars);
    if (kernel.turned().isPresent()) {
      KernelNames.Operand turned = names.operand(kernel.turned().get());
      String rows = names.size(kernel.rows()).code();
      String holds = names.variable("inPanels");
      code.addStatement(
          "boolean $L = $T.hold($L, $L)", holds, RuntimeTypes.SAMPLE_PANELS, rows, panels.most());
      left = holds + " ? " + turned.array() + " : " + left;
      leftStart = holds + " ? " + turned.start() + " : " + leftStart;
    }
    code.addStatement(
        "$T.multiply(from, to, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)",
        RuntimeTypes.SAMPLE_PANELS,
        size,
        left,
        leftStart,
        names.operand(kernel.right().value()).array(),
        start(kernel.right(), scalars),
        names.size(kernel.right().column()).code(),
        names.operand(kernel.result().value()).array(),
        start(kernel.result(), scalars),
        panels.result(),
        panels.most(),
        epilogue(kernel, scalars));
    String sizes = "(" + size + ", " + panels.most() + ")";
    return new KernelBody(code.build(), Optional.of(panels("units", "chunk", sizes)));
  }

  KernelBody turn(Kernel.Turn kernel) {
    String size = names.size(kernel.rows()).code() + ", " + names.size(kernel.columns()).code();
    KernelNames.Operand panels = names.operand(kernel.panels());
    code.addStatement(
        "$T.turn(from, to, $L, $L, $L, $L, $L)",
        RuntimeTypes.SAMPLE_PANELS,
        size,
        names.operand(kernel.samples().value()).array(),
        start(kernel.samples(), new ScalarWriter(code, names)),
        panels.array(),
        panels.start());
    String sizes = "(" + size + ", " + kernel.most() + ")";
    return new KernelBody(code.build(), Optional.of(panels("turnUnits", "turnChunk", sizes)));
  }

  private static Partition panels(String units, String chunk, String sizes) {
    String runtime = RuntimeTypes.SAMPLE_PANELS.simpleName() + ".";
    return new Partition(runtime + units + sizes, runtime + chunk + sizes);
  }

  private static Partition cut(String units, String chunk, String unitsOf, String chunkOf) {
    return new Partition(call(units, unitsOf), call(chunk, chunkOf));
  }

  private static String call(String routine, String arguments) {
    return RuntimeTypes.GEMM.simpleName() + "." + routine + "(" + arguments + ")";
  }

  private void multiply(Kernel.Matmul kernel, ScalarWriter scalars, String from, String to) {
    code.addStatement(
        "$T.multiply($L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)",
        RuntimeTypes.GEMM,
        from,
        to,
        names.size(kernel.rows()).code(),
        names.size(kernel.columns()).code(),
        names.size(kernel.inner()).code(),
        matrix(kernel.left(), scalars),
        matrix(kernel.right(), scalars),
        names.operand(kernel.result().value()).array(),
        start(kernel.result(), scalars),
        names.size(kernel.result().row()).code(),
        finish(kernel, scalars));
  }

  private void panels(Kernel.Matmul product, String panels, ScalarWriter scalars) {
    code.addStatement(
        "$T.panels(from, to, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L, $L)",
        RuntimeTypes.GEMM,
        panels,
        names.size(product.rows()).code(),
        names.size(product.columns()).code(),
        names.size(product.inner()).code(),
        matrix(product.left(), scalars),
        names.operand(product.right().value()).array(),
        start(product.right(), scalars),
        names.operand(product.result().value()).array(),
        start(product.result(), scalars),
        names.size(product.result().row()).code(),
        finish(product, scalars));
  }

  private CodeBlock finish(Kernel.Matmul kernel, ScalarWriter scalars) {
    return kernel.epilogue().isNone()
        ? CodeBlock.of("$L", adds(kernel.mode()))
        : epilogue(kernel, scalars);
  }

  /** Whether the routine adds to what is there, which only gradients ask for. */
  private String adds(Kernel.Mode mode) {
    return mode == Kernel.Mode.ADD ? names.gathers() : "false";
  }

  private CodeBlock epilogue(Kernel.Matmul kernel, ScalarWriter scalars) {
    Index within = kernel.result().start();
    String offset = within.equals(Index.ZERO) ? "" : scalars.write(within).code();
    CodeBlock epilogue = epilogue(kernel.epilogue(), offset);
    return kernel.isAlongRows() ? CodeBlock.of("$L.alongRows()", epilogue) : epilogue;
  }

  /**
   * @param offset of the result's first element in its memory, empty if zero
   */
  private CodeBlock epilogue(Epilogue epilogue, String offset) {
    CodeBlock.Builder text = CodeBlock.builder().add("$T.of()", RuntimeTypes.EPILOGUE);
    epilogue.scale().ifPresent(vector -> text.add(".scale($L)", vector(vector)));
    epilogue.shift().ifPresent(vector -> text.add(".shift($L)", vector(vector)));
    epilogue
        .added()
        .ifPresent(
            value -> {
              KernelNames.Operand operand = names.operand(value);
              String start =
                  offset.isEmpty() ? operand.start() : Text.plus(operand.start(), offset);
              text.add(".add($L, $L)", operand.array(), start);
            });
    if (epilogue.low() != Double.NEGATIVE_INFINITY) {
      text.add(".atLeast($L)", Literals.of(ElementType.FLOAT, epilogue.low()).code());
    }
    if (epilogue.high() != Double.POSITIVE_INFINITY) {
      text.add(".atMost($L)", Literals.of(ElementType.FLOAT, epilogue.high()).code());
    }
    return text.build();
  }

  private String vector(Epilogue.Vector vector) {
    KernelNames.Operand operand = names.operand(vector.value());
    String start = operand.start();
    if (!vector.start().is(0)) {
      start = Text.plus(start, names.size(vector.start()).code());
    }
    return operand.array() + ", " + start;
  }

  private String matrix(Kernel.Matrix matrix, ScalarWriter scalars) {
    return matrix(matrix, start(matrix, scalars));
  }

  String matrix(Kernel.Matrix matrix, String start) {
    return String.join(
        ", ",
        names.operand(matrix.value()).array(),
        start,
        names.size(matrix.row()).code(),
        names.size(matrix.column()).code());
  }

  String start(Kernel.Matrix matrix, ScalarWriter scalars) {
    String start = names.operand(matrix.value()).start();
    Index within = matrix.start();
    return within.equals(Index.ZERO) ? start : Text.plus(start, scalars.write(within).code());
  }

  KernelBody convolution(Kernel.Convolution kernel) {
    String geometry =
        kernel
            .pool()
            .map(pool -> poolings.name(pool.height(), pool.width()))
            .map(pooling -> convolutions.name(kernel.geometry(), pooling))
            .orElseGet(() -> convolution(kernel, names.size(kernel.samples()).code()));
    String samples = names.size(kernel.samples()).code();
    String image = dense(kernel.image());
    String weights = dense(kernel.weights());
    String output =
        dense(kernel.output())
            + kernel
                .places()
                .map(value -> ", " + dense(new Kernel.Convolution.Dense(value, Dim.ZERO)))
                .orElse("");
    switch (kernel.kind()) {
      case FORWARD ->
          code.addStatement(
              "Convolutions.$L.forward(from, to, $L, $L, $L$L)",
              geometry,
              image,
              weights,
              output,
              kernel.epilogue().isNone()
                  ? ""
                  : CodeBlock.of(", $L", epilogue(kernel.epilogue(), "")));
      case IMAGE_GRADIENT ->
          code.addStatement(
              "Convolutions.$L.backwardData(from, to, $L, $L, $L)",
              geometry,
              output,
              weights,
              image);
      case WEIGHT_GRADIENT ->
          code.addStatement(
              "Convolutions.$L.backwardWeight(from, to, $L, $L, $L, $L, $L)",
              geometry,
              samples,
              image,
              output,
              weights,
              adds(kernel.mode()));
    }
    String routine =
        "Convolutions."
            + geometry
            + switch (kernel.kind()) {
              case FORWARD -> ".forward";
              case IMAGE_GRADIENT -> ".backwardData";
              case WEIGHT_GRADIENT -> ".backwardWeight";
            };
    Partition partition =
        new Partition(routine + "Units(" + samples + ")", routine + "Chunk(" + samples + ")");
    return new KernelBody(code.build(), Optional.of(partition));
  }

  /** The quickest for so many samples. */
  private String convolution(Kernel.Convolution kernel, String samples) {
    return WinogradCost.leastSamples(kernel)
        .map(
            least ->
                convolutions.winograd(kernel.geometry(), least)
                    + (least > 1 ? ".over(" + samples + ")" : ""))
        .orElseGet(() -> convolutions.name(kernel.geometry()));
  }

  KernelBody pool(Kernel.Pool kernel) {
    String image = dense(kernel.image());
    String output = dense(kernel.output());
    String places =
        kernel
            .places()
            .map(value -> ", " + dense(new Kernel.Convolution.Dense(value, Dim.ZERO)))
            .orElse("");
    String routine =
        switch (kernel.operation()) {
          case MAX -> "max";
          case MAX_GRADIENT -> "maxBackward";
          case SUM -> "sum";
          case SUM_GRADIENT -> "sumBackward";
        };
    code.addStatement(
        "Poolings.$L.$L(from, to, $L)",
        poolings.name(kernel.height(), kernel.width()),
        routine,
        kernel.isForward() ? image + ", " + output + places : output + places + ", " + image);
    long cost = 2L * kernel.height().size() * kernel.width().size();
    return new KernelBody(
        code.build(),
        Optional.of(
            new Partition(names.size(kernel.images()).code(), Long.toString(Cost.chunk(cost)))));
  }

  private String dense(Kernel.Convolution.Dense dense) {
    String start = names.operand(dense.value()).start();
    if (!dense.start().is(0)) {
      start = Text.plus(start, names.size(dense.start()).code());
    }
    return names.operand(dense.value()).array() + ", " + start;
  }
}
