package notice

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
)

// trusting is a TLS setting that trusts these certificates and no others.
func trusting(host string, authority []byte) (*tls.Config, error) {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		return nil, errors.New("notice: there is no certificate to trust")
	}
	return &tls.Config{ServerName: host, RootCAs: roots, MinVersion: tls.VersionTLS12}, nil
}
