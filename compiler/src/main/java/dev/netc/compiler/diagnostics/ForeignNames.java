package dev.netc.compiler.diagnostics;

import java.util.Map;
import java.util.Optional;

/**
 * What other frameworks and languages call the things of the library: Keras, ONNX, Caffe, Python.
 */
final class ForeignNames {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("AveragePooling1D", "AvgPool1d"),
          Map.entry("AveragePooling2D", "AvgPool2d"),
          Map.entry("AveragePooling3D", "AvgPool3d"),
          Map.entry("AveragePool", "AvgPool2d"),
          Map.entry("BatchNormalization", "BatchNorm2d"),
          Map.entry("BatchNorm", "BatchNorm2d"),
          Map.entry("BinaryCrossentropy", "BCELoss"),
          Map.entry("CategoricalCrossentropy", "CrossEntropyLoss"),
          Map.entry("Conv", "Conv2d"),
          Map.entry("Conv2DTranspose", "ConvTranspose2d"),
          Map.entry("ConvTranspose", "ConvTranspose2d"),
          Map.entry("Convolution", "Conv2d"),
          Map.entry("Convolution2D", "Conv2d"),
          Map.entry("Dense", "Linear"),
          Map.entry("False", "false"),
          Map.entry("FullyConnected", "Linear"),
          Map.entry("Gelu", "GELU"),
          Map.entry("Gemm", "Linear"),
          Map.entry("GlobalAveragePooling2D", "AdaptiveAvgPool2d"),
          Map.entry("GlobalAveragePool", "AdaptiveAvgPool2d"),
          Map.entry("GlobalMaxPooling2D", "AdaptiveMaxPool2d"),
          Map.entry("GlobalMaxPool", "AdaptiveMaxPool2d"),
          Map.entry("GroupNormalization", "GroupNorm"),
          Map.entry("InnerProduct", "Linear"),
          Map.entry("InstanceNormalization", "InstanceNorm2d"),
          Map.entry("LayerNormalization", "LayerNorm"),
          Map.entry("MatMul", "matmul"),
          Map.entry("MaxPool", "MaxPool2d"),
          Map.entry("MaxPooling1D", "MaxPool1d"),
          Map.entry("MaxPooling2D", "MaxPool2d"),
          Map.entry("MaxPooling3D", "MaxPool3d"),
          Map.entry("MeanAbsoluteError", "L1Loss"),
          Map.entry("MeanSquaredError", "MSELoss"),
          Map.entry("MultiHeadAttention", "MultiheadAttention"),
          Map.entry("None", "none"),
          Map.entry("PReLu", "PReLU"),
          Map.entry("SimpleRNN", "RNN"),
          Map.entry("SoftmaxCrossEntropy", "CrossEntropyLoss"),
          Map.entry("SparseCategoricalCrossentropy", "CrossEntropyLoss"),
          Map.entry("SpatialDropout2D", "Dropout2d"),
          Map.entry("True", "true"),
          Map.entry("UpSampling2D", "Upsample"),
          Map.entry("ZeroPadding2D", "ZeroPad2d"),
          Map.entry("axis", "dim"),
          Map.entry("concat", "cat"),
          Map.entry("concatenate", "cat"),
          Map.entry("Concatenate", "cat"),
          Map.entry("epsilon", "eps"),
          Map.entry("expand_dims", "unsqueeze"),
          Map.entry("filters", "out_channels"),
          Map.entry("keepdims", "keepdim"),
          Map.entry("kernel", "kernel_size"),
          Map.entry("learning_rate", "lr"),
          Map.entry("mse", "MSELoss"),
          Map.entry("pool_size", "kernel_size"),
          Map.entry("reduce_mean", "mean"),
          Map.entry("reduce_sum", "sum"),
          Map.entry("strides", "stride"),
          Map.entry("units", "out_features"));

  private ForeignNames() {}

  /** What the library calls something. */
  static Optional<String> find(String foreign) {
    return Optional.ofNullable(NAMES.get(foreign));
  }
}
